import Cryptography

/// Where the calls of a model end up: what one pacer is kept for.
///
/// Of the credentials there is only a code under a key of this process: it tells accounts apart and gives nothing away.
struct ModelEndpoint: Hashable, Sendable {
    private static let key = HMACKey(.sha256, secret: RandomBytes.make(count: 32))

    private let url: String
    private let model: String
    private let account: [UInt8]

    /// Describes the endpoint of `provider`.
    init(_ provider: ModelProvider) {
        let format = provider.format
        url = format.url
        model = format.model
        account = Self.key.authenticationCode(for: provider.accountCredentials)
    }
}

extension ModelProvider {
    /// What tells the account apart that calls are made for, in as many pieces as its provider has always.
    var accountCredentials: [[UInt8]] {
        switch self {
        case .openAI(_, _, let key), .anthropic(_, _, let key), .gemini(_, _, let key): [key?.bytes ?? []]
        case .azure(_, _, _, let key): [key.bytes]
        case .bedrock(_, _, _, let credentials):
            // A session's token changes by the hour, the account behind it does not.
            [Array(credentials.accessKeyID.utf8), credentials.secretAccessKey.bytes]
        }
    }
}
