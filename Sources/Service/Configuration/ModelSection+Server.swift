import ChatModels
import Cryptography
import JSON

extension ModelSection {
    /// Which providers a key belongs to; keys that are not here belong to all.
    private static let owners: [String: [Provider]] = [
        // The mock lets them stand, so that a model can be tried without its server.
        "api_key": [.openai, .azure, .anthropic, .gemini, .mock], "base_url": Provider.allCases,
        "api_version": [.azure], "region": [.bedrock], "access_key_id": [.bedrock], "secret_access_key": [.bedrock],
        "session_token": [.bedrock], "max_batch": [.openai, .azure, .mock],
    ]

    /// Reads what it takes to reach the model.
    mutating func readServer(_ reader: inout JSONReader) throws(JSONReadError) {
        try refuseForeignKeys(reader)
        baseURL = try reader.serverURL("base_url", credentials: Self.credentials(of: provider))
        if provider != .bedrock { apiKey = try reader.secret("api_key") }
        server =
            switch provider {
            case .openai: .openAI(model: model, baseURL: baseURL, apiKey: apiKey)
            case .azure: try azure(&reader)
            case .anthropic: .anthropic(model: model, baseURL: baseURL, apiKey: try keyForOwnServer(reader))
            case .gemini: .gemini(model: model, baseURL: baseURL, apiKey: try keyForOwnServer(reader))
            case .bedrock: try bedrock(&reader)
            case .mock: nil
            }
    }

    private static func credentials(of provider: Provider) -> String {
        provider == .bedrock ? "`access_key_id` and `secret_access_key`" : "`api_key`"
    }

    private func refuseForeignKeys(_ reader: JSONReader) throws(JSONReadError) {
        for (key, value) in reader.object.members where !value.isNull {
            guard let owners = Self.owners[key], !owners.contains(provider) else { continue }
            let names = owners.filter { $0 != .mock }.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw reader.error(key, "`\(key)` does not belong to `provider: \(provider.rawValue)`, but to \(names)")
        }
    }

    /// The key, which only a server of one's own may do without.
    private func keyForOwnServer(_ reader: JSONReader) throws(JSONReadError) -> Secret? {
        guard apiKey != nil || baseURL != nil else { throw reader.missing("api_key") }
        return apiKey
    }

    private func azure(_ reader: inout JSONReader) throws(JSONReadError) -> ModelProvider {
        guard let baseURL else { throw reader.missing("base_url") }
        guard let apiKey else { throw reader.missing("api_key") }
        let version = try reader.string("api_version")
        if let version, !Self.isPlain(version, beside: "-.") {
            throw reader.error("api_version", "expected a version like 2024-10-21, found `\(version.prefix(64))`")
        }
        return .azure(deployment: model, baseURL: baseURL, apiVersion: version, apiKey: apiKey)
    }

    private func bedrock(_ reader: inout JSONReader) throws(JSONReadError) -> ModelProvider {
        let region = try reader.requiredString("region")
        // It becomes a part of the host.
        guard Self.isPlain(region, beside: "-") else {
            throw reader.error("region", "expected a region like eu-central-1, found `\(region.prefix(64))`")
        }
        let id = try reader.requiredString("access_key_id")
        guard Self.isPlain(id, beside: "") else {
            throw reader.error("access_key_id", "expected the id of an access key: letters and digits")
        }
        guard let secret = try reader.secret("secret_access_key") else { throw reader.missing("secret_access_key") }
        let credentials = AWSCredentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: try reader.secret("session_token"))
        return .bedrock(model: model, region: region, baseURL: baseURL, credentials: credentials)
    }

    /// Whether `text` is letters and digits of ASCII and characters of `others`, at least one.
    private static func isPlain(_ text: String, beside others: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || others.utf8.contains(byte)
        }
        return isPlain && !text.isEmpty
    }
}
