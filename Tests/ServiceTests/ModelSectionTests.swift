import ChatModels
import JSON
import Service
import Testing

/// How the `models` section is read, provider by provider.
struct ModelSectionTests {
    private static func section(_ text: String) throws -> ModelSection {
        let loader = ConfigurationLoader(variables: [:])
        let configuration = try loader.parse("models:\n  - {name: m, model: x, \(text)}\n", file: "test.yaml")
        return try #require(configuration.models.first)
    }

    private static let providers: [(String, JSONValue)] = [
        ("provider: openai", ["provider": "openai"]),
        (
            "provider: openai, base_url: 'http://h/v1', api_key: k1",
            ["provider": "openai", "base_url": "http://h/v1", "api_key": "<redacted>"]
        ),
        (
            "provider: azure, base_url: 'https://n.openai.azure.com', api_key: k1, api_version: 2025-01-01-preview",
            [
                "provider": "azure", "base_url": "https://n.openai.azure.com", "api_key": "<redacted>",
                "api_version": "2025-01-01-preview",
            ]
        ),
        (
            "provider: azure, base_url: 'https://n.openai.azure.com', api_key: k1, api_version: 2024-10-21",
            [
                "provider": "azure", "base_url": "https://n.openai.azure.com", "api_key": "<redacted>",
                "api_version": "2024-10-21",
            ]
        ),
        ("provider: anthropic, api_key: k1", ["provider": "anthropic", "api_key": "<redacted>"]),
        ("provider: anthropic, base_url: 'http://h'", ["provider": "anthropic", "base_url": "http://h"]),
        ("provider: gemini, api_key: k1", ["provider": "gemini", "api_key": "<redacted>"]),
        (
            "provider: bedrock, region: eu-central-1, access_key_id: AK1, secret_access_key: k1, session_token: k2",
            [
                "provider": "bedrock", "region": "eu-central-1", "access_key_id": "AK1",
                "secret_access_key": "<redacted>", "session_token": "<redacted>",
            ]
        ),
        (
            "provider: mock, api_key: k1, base_url: 'http://h'",
            [
                "provider": "mock", "api_key": "<redacted>", "base_url": "http://h",
            ]
        ),
    ]

    @Test(arguments: providers)
    func `Each provider has its keys, and its secrets are masked`(text: String, shown: JSONValue) throws {
        let section = try Self.section(text)
        var expected = try #require(shown.object)
        expected["name"] = "m"
        expected["model"] = "x"
        expected["max_concurrency"] = 64
        expected["timeout"] = "1m"
        expected["max_attempts"] = 4
        if ["openai", "azure"].contains(expected["provider"]) { expected["max_batch"] = 32 }
        #expect(section.effective == expected)
        #expect((section.server == nil) == (section.provider == .mock))
        for text in [JSONValue.object(section.effective).text, String(reflecting: section)] {
            #expect(!text.contains("k1") && !text.contains("k2"))
        }
    }

    @Test func `Limits and fallbacks are shown as they are taken`() throws {
        let section = try Self.section(
            "provider: openai, max_concurrency: 8, requests_per_minute: 500, tokens_per_minute: 200000")
        #expect(
            section.limits
                == PacingLimits(maximumConcurrency: 8, requestsPerMinute: 500, tokensPerMinute: 200_000))
        #expect(section.effective["max_concurrency"] == 8)
        #expect(section.effective["requests_per_minute"] == 500)
        #expect(section.effective["tokens_per_minute"] == 200_000)
        #expect(section.effective["fallbacks"] == nil)
        let text = "models: [{name: m, provider: mock, fallbacks: [n]}, {name: n, provider: mock}]"
        let configuration = try ConfigurationLoader(variables: [:]).parse(text, file: "test.yaml")
        #expect(configuration.models.first?.effective["fallbacks"] == ["n"])
    }

    @Test func `Tokens from the cache have their own price`() throws {
        let section = try Self.section(
            "provider: openai, price: {input_per_million: 2, cached_input_per_million: 0.5, output_per_million: 8}")
        #expect(
            section.effective["price"]
                == ["input_per_million": 2, "cached_input_per_million": 0.5, "output_per_million": 8])
    }

    /// An entry, the key at fault (nil for the whole entry), and parts of the message.
    private static let faults: [(String, String?, [String])] = [
        ("provider: azur", "provider", ["did you mean `azure`?"]),
        ("provider: azure, api_key: k", nil, ["`base_url` is missing"]),
        ("provider: azure, base_url: 'https://h'", nil, ["`api_key` is missing"]),
        (
            "provider: azure, base_url: 'https://h', api_key: k, api_version: 'a&b'", "api_version",
            ["a version like 2024-10-21"]
        ),
        ("provider: anthropic", nil, ["`api_key` is missing"]),
        ("provider: gemini", nil, ["`api_key` is missing"]),
        ("provider: gemini, api_key: ''", "api_key", ["the secret is empty"]),
        ("provider: bedrock, access_key_id: A, secret_access_key: k", nil, ["`region` is missing"]),
        ("provider: bedrock, region: eu-1, secret_access_key: k", nil, ["`access_key_id` is missing"]),
        ("provider: bedrock, region: eu-1, access_key_id: A", nil, ["`secret_access_key` is missing"]),
        ("provider: bedrock, region: 'e.x/', access_key_id: A, secret_access_key: k", "region", ["like eu-central-1"]),
        (
            "provider: bedrock, region: e, access_key_id: 'A/B', secret_access_key: k", "access_key_id",
            ["letters and digits"]
        ),
        ("provider: bedrock, api_key: k", "api_key", ["`api_key` does not belong to `provider: bedrock`"]),
        (
            "provider: openai, region: eu-1", "region",
            ["`region` does not belong to `provider: openai`, but to `bedrock`"]
        ),
        ("provider: mock, api_version: x", "api_version", ["but to `azure`"]),
        (
            "provider: openai, base_url: 'https://u:p@h'", "base_url",
            ["user and password do not belong in a URL", "`api_key`"]
        ),
        (
            "provider: openai, price: {cached_input_per_million: 1}", "cached_input_per_million",
            ["needs `input_per_million`"]
        ),
        ("provider: openai, requests_per_minute: 0", "requests_per_minute", ["1"]),
        ("provider: openai, tokens_per_minute: lots", "tokens_per_minute", ["whole number"]),
        (
            "provider: gemini, api_key: k, max_batch: 8", "max_batch",
            ["`max_batch` does not belong to `provider: gemini`, but to `openai`, `azure`"]
        ),
        ("provider: openai, api_versoin: x", "api_versoin", ["unknown key `api_versoin`"]),
    ]

    @Test(arguments: faults)
    func `Wrong and missing keys are errors with their place`(text: String, key: String?, parts: [String]) throws {
        let error = #expect(throws: ConfigurationError.self) { _ = try Self.section(text) }
        #expect(error?.line == 2)
        let line = "  - {name: m, model: x, \(text)}"
        let place = try #require(line.firstRange(of: key.map { "\($0):" } ?? "{"))
        #expect(error?.column == line.distance(from: line.startIndex, to: place.lowerBound) + 1)
        for part in parts { #expect(error?.message.contains(part) == true, "\(error?.message ?? "")") }
    }
}
