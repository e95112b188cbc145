import ChatModels
package import JSON
import Timing

extension ModelSection {
    /// The section as it is taken: defaults filled in, secrets masked. For `gradehook check`.
    package var effective: JSONObject {
        var object: JSONObject = [
            "name": .string(name), "provider": .string(provider.rawValue), "model": .string(model),
        ]
        object["base_url"] = baseURL.map { .string($0) }
        object["api_key"] = apiKey.map { _ in EffectiveConfiguration.mask }
        switch server {
        case .azure(_, _, let version, _): object["api_version"] = version.map { .string($0) }
        case .bedrock(_, let region, _, let credentials):
            object["region"] = .string(region)
            object["access_key_id"] = .string(credentials.accessKeyID)
            object["secret_access_key"] = EffectiveConfiguration.mask
            object["session_token"] = credentials.sessionToken.map { _ in EffectiveConfiguration.mask }
        case .openAI, .anthropic, .gemini, nil: break
        }
        for (key, value) in effectivePacing.members { object[key] = value }
        connection.addEffective(to: &object)
        object["timeout"] = .string(DurationText.format(timeout))
        object["max_attempts"] = .integer(Int64(maximumAttempts))
        if server?.hasEmbeddings == true { object["max_batch"] = .integer(Int64(maximumBatch)) }
        if !price.isEmpty { object["price"] = .object(price) }
        return object
    }

    private var price: JSONObject {
        var price: JSONObject = [:]
        price["input_per_million"] = inputPricePerMillion.map { .number($0) }
        price["cached_input_per_million"] = cachedInputPricePerMillion.map { .number($0) }
        price["output_per_million"] = outputPricePerMillion.map { .number($0) }
        return price
    }
}
