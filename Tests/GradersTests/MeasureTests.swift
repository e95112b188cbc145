import Evaluation
import Graders
import JSON
import Testing

@Suite struct MeasureTests {
    private func ask(_ kind: String, _ trace: String, _ parameters: JSONObject = [:]) async throws -> GradeOutcome {
        guard var object = try JSONValue(parsing: trace).object else { throw JSONParseError(message: "no object") }
        object["id"] = "t"
        let sample = try InputMapping.standard.sample(of: try TraceDecoder.decode(.object(object)))
        return await (try grader(kind, parameters)).grade(sample)
    }

    @Test(
        arguments: [
            (#"{"latency": 1.2345}"#, 1234.5), (#"{"latency": -1}"#, nil), ("{}", nil),
            (#"{"latency": null, "observations": [{"latency": 2.4}]}"#, 2400),
            (
                """
                {"observations": [
                  {"startTime": "2026-01-01T10:00:01Z", "endTime": "2026-01-01T10:00:03.5Z"},
                  {"startTime": "2026-01-01T10:00:00Z", "endTime": "2026-01-01T10:00:02Z"}]}
                """, 3500
            ),
            (
                """
                {"observations": [
                  {"startTime": "2026-01-01T10:00:01Z", "endTime": null},
                  {"startTime": "2026-01-01T10:00:00Z", "endTime": "2026-01-01T10:00:02Z"}]}
                """, nil
            ),
            // A bare 0 is what an unfinished trace has.
            (#"{"latency": 0, "observations": []}"#, nil), (#"{"latency": 0}"#, nil),
            (#"{"observations": [{"latency": 0}]}"#, nil),
            (
                """
                {"latency": 0, "observations": [
                  {"startTime": "2026-01-01T10:00:01Z", "endTime": "2026-01-01T10:00:01Z"}]}
                """, 0
            ),
        ] as [(String, Double?)])
    func `Latency is what the trace or its steps tell`(_ trace: String, _ milliseconds: Double?) async throws {
        let outcome = try await ask("latency", trace)
        guard let milliseconds else { return #expect(outcome.failureCode == .missingInput) }
        #expect(outcome.grade?.value == .numeric(milliseconds))
    }

    @Test(
        arguments: [(0, 100), (20, 100), (21, 200), (50, 300), (95, 5_000), (100, 5_000)] as [(Double, Double)])
    func `A percentile of the latency is that of the steps by the nearest rank`(
        _ rank: Double, _ milliseconds: Double
    ) async throws {
        let trace = """
            {"latency": 9, "observations": [
              {"startTime": "2026-01-01T10:00:00Z", "endTime": "2026-01-01T10:00:05Z", "latency": 1},
              {"latency": 0.1}, {"latency": 0.4}, {"type": "EVENT"}, {"latency": 0.2}, {"latency": 0.3}]}
            """
        let outcome = try await ask("latency", trace, ["percentile": .number(rank)])
        #expect(outcome.grade?.value == .numeric(milliseconds))
    }

    @Test func `Without steps that took time there is no percentile of the latency`() async throws {
        let outcome = try await ask(
            "latency", #"{"latency": 9, "observations": [{"type": "EVENT"}]}"#, ["percentile": 50])
        #expect(outcome.failureCode == .missingInput)
    }

    @Test(arguments: [("prompt", 100.0), ("completion", 7), ("total", 107)])
    func `Keys of one part are added up`(_ part: String, _ tokens: Double) async throws {
        let trace =
            #"{"usageDetails": {"input": 10, "input_cached_tokens": 90, "output": 5, "output_reasoning_tokens": 2}}"#
        #expect(try await ask("token_count", trace, ["of": .string(part)]).grade?.value == .numeric(tokens))
    }

    @Test func `A limit that is just met is met`() async throws {
        let outcome = try await ask("latency", #"{"latency": 1.1}"#, ["max_ms": 1100])
        #expect(outcome.grade?.value == .boolean(true))
        #expect(outcome.grade?.metadata["measured"] == 1100)
    }

    @Test(
        arguments: [
            (#"{"totalCost": 0.02}"#, 0.02), (#"{"totalCost": 0}"#, nil), (#"{"totalCost": -1}"#, nil), ("{}", nil),
            // A model without price.
            (#"{"totalCost": 0, "observations": [{"type": "GENERATION", "totalCost": 0}]}"#, nil),
            (#"{"observations": [{"type": "GENERATION", "totalCost": null}, {"totalCost": 0.5}]}"#, nil),
            (#"{"observations": [{"type": "GENERATION", "totalCost": 0.25}, {"type": "SPAN"}]}"#, 0.25),
            (#"{"observations": [{"type": "GENERATION", "costDetails": {"total": 0}}]}"#, 0),
            (#"{"observations": [{"type": "GENERATION", "calculatedTotalCost": 0.5}]}"#, 0.5),
            (#"{"observations": [{"type": "SPAN"}]}"#, nil), (#"{"totalCost": 0, "observations": []}"#, nil),
            (#"{"totalCost": 0, "observations": [{"type": "SPAN"}]}"#, nil),
            (#"{"totalCost": 0, "observations": [{"type": "GENERATION", "costDetails": {"input": 0}}]}"#, 0),
        ] as [(String, Double?)])
    func `Cost is known or a failure, never a made-up 0`(_ trace: String, _ dollars: Double?) async throws {
        let outcome = try await ask("cost", trace)
        guard let dollars else { return #expect(outcome.failureCode == .missingInput) }
        #expect(outcome.grade?.value == .numeric(dollars))
    }

    @Test(
        arguments: [
            (#"{"observations": [{"type": "GENERATION", "usageDetails": {"input": 12, "output": 2}}]}"#, 14),
            (#"{"observations": [{"type": "GENERATION", "usageDetails": {"total": 20, "input": 12}}]}"#, 20),
            (
                """
                {"observations": [{"type": "GENERATION", "usage": {"promptTokens": 3, "completionTokens": 4}},
                  {"type": "GENERATION", "promptTokens": 1, "completionTokens": 1}, {"type": "SPAN", "totalTokens": 0}]}
                """, 9
            ),
            (#"{"observations": [{"type": "GENERATION", "totalTokens": 0}]}"#, nil), ("{}", nil),
            (
                #"{"observations": [{"type": "GENERATION", "usageDetails": {"total": 1}}, {"type": "GENERATION"}]}"#,
                nil
            ),
            (#"{"usage": {"total_tokens": 7}}"#, 7),
            (#"{"usageDetails": {"input": 10, "input_cached_tokens": 90, "output": 5}}"#, 105),
            (
                #"{"usageDetails": {"input_tokens": 1, "cache_read_input_tokens": 2, "output_tokens": 4, "other": 8}}"#,
                15
            ),
            (#"{"usageDetails": {"prompt_tokens": 3, "completion_tokens": 4}}"#, 7),
            (#"{"usageDetails": {"input": 3}}"#, nil),
        ] as [(String, Double?)])
    func `Tokens are summed over the steps`(_ trace: String, _ tokens: Double?) async throws {
        let outcome = try await ask("token_count", trace)
        guard let tokens else { return #expect(outcome.failureCode == .missingInput) }
        #expect(outcome.grade?.value == .numeric(tokens))
    }

    @Test func `Of several choices the first that is not allowed is named`() async throws {
        let output = #"{"output": {"choices": [{"finish_reason": "stop"}, {"finish_reason": "model_length"}]}}"#
        let given = try await ask("finish_reason", output)
        #expect(given.grade?.comment == "the model stopped for `model_length`, allowed: stop")
        #expect(try await ask("finish_reason", output, ["values": ["stop", "length"]]).grade?.value == .boolean(true))
    }

    @Test(
        arguments: [
            (#"{"output": {"choices": [{"finish_reason": "STOP"}]}}"#, true),
            (#"{"output": "{\"stop_reason\": \"end_turn\"}"}"#, true),
            (#"{"output": {"candidates": [{"finishReason": "MAX_TOKENS"}]}}"#, false),
            (#"{"metadata": {"finish_reason": "content_filter"}}"#, false),
            (#"{"observations": [{"type": "GENERATION", "metadata": {"finish_reason": "stop"}}]}"#, true),
            (#"{"observations": [{"type": "GENERATION", "modelParameters": {"finish_reason": "length"}}]}"#, false),
            (
                """
                {"observations": [
                  {"type": "GENERATION", "startTime": "2026-01-01T10:00:02Z", "output": {"finish_reason": "stop"}},
                  {"type": "GENERATION", "startTime": "2026-01-01T10:00:01Z", "output": {"finish_reason": "length"}}]}
                """, true
            ),
            (#"{"metadata": {"gen_ai.response.finish_reasons": "[\"stop\"]"}}"#, true), (#"{"output": "stop"}"#, nil),
            (#"{"output": {"choices": [{"finish_reason": "length"}, {"finish_reason": "stop"}]}}"#, false),
            (#"{"output": {"choices": [{"finish_reason": "stop"}, {"finish_reason": "stop"}]}}"#, true),
            (#"{"output": {"choices": [{"finish_reason": "model_length"}]}}"#, false),
            (#"{"output": {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}}"#, false),
            (#"{"metadata": {"gen_ai.response.finish_reasons": ["stop", "length"]}}"#, false),
        ] as [(String, Bool?)])
    func `The reason is found where providers write it`(_ trace: String, _ isAllowed: Bool?) async throws {
        let outcome = try await ask("finish_reason", trace)
        guard let isAllowed else { return #expect(outcome.failureCode == .missingInput) }
        #expect(outcome.grade?.value == .boolean(isAllowed))
    }
}
