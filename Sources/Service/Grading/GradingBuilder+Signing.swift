import Cryptography
import Graders
import Webhooks

extension GradingBuilder {
    /// Signs requests to graders as Standard Webhooks does, with the signer that `gradehook sign` uses.
    static func signer(_ secret: Secret) throws(ExternalResources.SecretError) -> ExternalResources.Signer {
        do throws(SignatureConfigurationError) {
            let signer = try RequestSigner(scheme: .standardWebhooks, secret: secret)
            return { body, id, time in signer.sign(body: body, id: id, at: time) }
        } catch {
            throw ExternalResources.SecretError(error.message)
        }
    }
}
