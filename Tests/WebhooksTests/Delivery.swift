import Cryptography
import Timing
import Webhooks

/// A delivery as a sender makes it, with every part open to tampering.
struct Delivery {
    var scheme: SignatureScheme
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    static let now = Timestamp(seconds: 1_614_265_330)

    static func make(
        _ scheme: SignatureScheme = .standardWebhooks, secret: String = secret, body: String = #"{"test": 2432232314}"#,
        id: String = id, at time: Timestamp = now
    ) throws -> Delivery {
        let signer = try RequestSigner(scheme: scheme, secret: Secret(secret))
        let bytes = Array(body.utf8)
        return Delivery(scheme: scheme, headers: signer.sign(body: bytes, id: id, at: time), body: bytes)
    }

    subscript(name: String) -> String? {
        get { headers.first { $0.name == name }?.value }
        set {
            headers.removeAll { $0.name == name }
            if let newValue { headers.append((name, newValue)) }
        }
    }

    func verify(
        secrets: [SigningSecret] = [SigningSecret(value: Secret(secret))],
        tolerance: Duration = SignatureVerifier.defaultTolerance, now: Timestamp = now
    ) throws -> VerifiedDelivery {
        let verifier = try SignatureVerifier(scheme: scheme, secrets: secrets, tolerance: tolerance)
        return try verifier.verify(header: { self[$0] }, body: body, now: now)
    }

    /// Why the delivery is refused; nil when it is not.
    func refusal(
        secrets: [SigningSecret] = [SigningSecret(value: Secret(secret))],
        tolerance: Duration = SignatureVerifier.defaultTolerance, now: Timestamp = now
    ) throws -> SignatureError? {
        do {
            _ = try verify(secrets: secrets, tolerance: tolerance, now: now)
            return nil
        } catch let error as SignatureError {
            return error
        }
    }
}

extension SigningSecret {
    init(_ text: String, expires: Timestamp? = nil) { self.init(value: Secret(text), expires: expires) }
}
