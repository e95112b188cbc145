import Foundation
import JSON
import Testing

/// Judges against an OpenAI-compatible server that was not written here.
@Suite struct LiteLLMTests {
    static let models = #"""
        model_list:
          - model_name: judge
            litellm_params:
              {model: openai/made-up, api_key: none, mock_response: '{"reason": "It names the city.", "score": 0.75}'}
          - model_name: prose
            litellm_params: {model: openai/made-up, api_key: none, mock_response: 'I would say it is rather good.'}
          - model_name: busy
            litellm_params: {model: openai/made-up, api_key: none, mock_response: litellm.RateLimitError}
          - model_name: away
            litellm_params: {model: openai/made-up, api_key: none, mock_response: litellm.InternalServerError}

        """#

    /// The graders of the test with the failure each ends in; nil for a score.
    static let expected: [(name: String, model: String, key: String, failures: [String]?)] = [
        ("good", "judge", LiteLLMProxy.key, nil), ("unreadable", "prose", LiteLLMProxy.key, ["unparseable"]),
        ("too-many", "busy", LiteLLMProxy.key, ["rate_limited"]), ("down", "away", LiteLLMProxy.key, ["unavailable"]),
        ("unknown", "no-such-model", LiteLLMProxy.key, ["invalid_input"]),
        // Without a database of keys the proxy answers 400 to a wrong one.
        ("stranger", "judge", "sk-of-somebody-else", ["auth", "invalid_input"]),
    ]

    private static func configuration(_ baseURL: String) -> String {
        var text = "models:\n"
        for grader in expected {
            text += "  - {name: \(grader.name), provider: openai, model: \(grader.model), base_url: \"\(baseURL)\","
            text += " api_key: \(grader.key), max_attempts: 1, timeout: 60s}\n"
        }
        text += "graders:\n"
        for grader in expected {
            text += "  - {name: \(grader.name), kind: llm_judge, model: \(grader.name), criteria: Is it right?,"
            text += " output: {type: numeric, min: 0, max: 1}}\n"
        }
        return text + "rules: [{name: all, graders: [\(expected.map(\.name).joined(separator: ", "))]}]\n"
    }

    @Test(.enabled(if: LiteLLMProxy.isInstalled, "`scripts/setup.sh --servers` installs LiteLLM in .venv-litellm"))
    func `A proxy that others wrote is understood, its faults included`() async throws {
        try await withFolder(["t.json": GradeCommandTests.trace("t1")]) { folder in
            let proxy = try await LiteLLMProxy(models: Self.models, in: folder)
            defer { proxy.stop() }
            try Data(Self.configuration(proxy.baseURL).utf8).write(to: folder.appending(path: "gradehook.yaml"))
            let result = try await CommandRun.end(["grade", "--format", "ndjson", "t.json"], in: folder)
            let lines = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            for grader in Self.expected {
                let line = try #require(lines.first { $0["grader"]?.string == grader.name }, "\(result)")
                let code = line["failure"]?["code"]?.string
                #expect(line["value"]?.double == (grader.failures == nil ? 0.75 : nil), "\(line)")
                #expect(grader.failures.map { $0.contains(code ?? "") } ?? (code == nil), "\(line)")
            }
            let metadata = lines.first { $0["grader"] == "good" }?["metadata"]
            #expect(metadata?["model"] == "judge")
            #expect((metadata?["promptTokens"]?.integer ?? 0) > 0, "\(lines)")
            #expect(!"\(result)".contains(LiteLLMProxy.key))
        }
    }
}
