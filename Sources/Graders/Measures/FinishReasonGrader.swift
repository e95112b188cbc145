import Evaluation
import JSON

/// Judges whether the model stopped for a reason that is allowed.
struct FinishReasonGrader: Grader {
    private let values: [String]

    let requiredFields: [Sample.Field] = []
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        let values = try reader.strings("values") ?? ["stop"]
        guard !values.isEmpty else { throw reader.error("values", "the list is empty; name at least one reason") }
        self.values = values.map { Self.normalized($0.lowercased()) }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let reasons = TraceMeasures(sample.trace).finishReasons
            guard let first = reasons.first else {
                throw GradeFailure(
                    code: .missingInput,
                    message:
                        "the trace does not say why its model stopped: its output or metadata, or the output,"
                        + " metadata or model parameters of a generation, must have a `finish_reason`")
            }
            let refused = reasons.first { !values.contains(Self.normalized($0)) }
            return Grade(
                .boolean(refused == nil),
                comment: "the model stopped for \((refused ?? first).excerpt()), allowed:"
                    + " \(values.joined(separator: ", "))")
        }
    }

    /// OpenAI's words for the reasons of other providers.
    private static func normalized(_ reason: String) -> String {
        switch reason {
        // Anthropic, Gemini, Cohere, Mistral, and OpenAI's Responses.
        case "end_turn", "stop_sequence", "complete": "stop"
        case "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded": "length"
        case "tool_use", "function_call", "tool_call", "tool-calls": "tool_calls"
        case "safety", "content-filter", "refusal", "blocklist", "prohibited_content": "content_filter"
        default: reason
        }
    }
}

extension FinishReasonGrader {
    static let kind = GraderKind(
        name: "finish_reason",
        family: .measures,
        summary: "Whether the model stopped for a reason that is allowed.",
        formula:
            "The reason is one of `values`, whatever the case; of several choices all are asked, and the comment names"
            + " the first that is not allowed. The words of Anthropic, Gemini, Mistral and Cohere count as OpenAI's"
            + " (stop, length, tool_calls, content_filter). A trace that does not say is a failure (missing_input).",
        parameters: [.init("values", type: "list of strings", default: "stop", "The reasons allowed.")],
        examples: [
            .init(
                trace: ["id": "t", "output": ["choices": [["finish_reason": "length", "message": [:]]]]],
                value: .boolean(false)),
            .init(
                parameters: ["values": ["stop", "tool_calls"]],
                trace: [
                    "id": "t", "observations": [["type": "GENERATION", "output": ["stop_reason": "tool_use"]]],
                ], value: .boolean(true)),
            .init(
                trace: ["id": "t", "output": ["choices": [["finish_reason": "length"], ["finish_reason": "stop"]]]],
                value: .boolean(false)),
            .init(trace: ["id": "t", "output": "Paris"], value: nil),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try FinishReasonGrader(&reader)) })
}
