import Evaluation
import JSON

/// Judges the tools called as a search for the expected ones: precision, recall, and their mean.
struct ToolCallF1Grader: Grader {
    /// What makes two calls the same.
    private enum Identity: String, CaseIterable {
        case name
        case nameAndArguments = "name_args"
    }

    /// Which number is the value.
    private enum Measure: String, CaseIterable { case f1, precision, recall }

    private let identity: Identity
    private let countsRepeats: Bool
    private let measure: Measure

    let requiredFields: [Sample.Field] = [.toolCalls, .expectedToolCalls]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        identity = try reader.choice("by", default: Identity.name)
        countsRepeats = try reader.bool("multiset", default: true)
        measure = try reader.choice("measure", default: Measure.f1)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let called = counts(try sample.toolCalls(.toolCalls))
            let expected = counts(try sample.toolCalls(.expectedToolCalls))
            let common = expected.reduce(0) { $0 + min($1.value, called[$1.key] ?? 0) }
            let calledCount = called.values.reduce(0, +)
            let expectedCount = expected.values.reduce(0, +)
            // Nothing expected and nothing called is right.
            let isEmpty = calledCount == 0 && expectedCount == 0
            let precision = isEmpty ? 1 : Double(common) / Double(max(calledCount, 1))
            let recall = isEmpty ? 1 : Double(common) / Double(max(expectedCount, 1))
            let f1 = isEmpty ? 1 : 2 * Double(common) / Double(calledCount + expectedCount)
            let value =
                switch measure {
                case .f1: f1
                case .precision: precision
                case .recall: recall
                }
            return Grade(
                .numeric(value), comment: "\(common) of \(expectedCount) expected calls among \(calledCount)",
                metadata: ["precision": .number(precision), "recall": .number(recall), "f1": .number(f1)])
        }
    }

    private func counts(_ calls: [ToolCall]) -> [JSONValue: Int] {
        var counts: [JSONValue: Int] = [:]
        for call in calls {
            let arguments = identity == .name ? JSONValue.null : call.arguments ?? .object([:])
            counts[[.string(call.name), arguments], default: 0] += 1
        }
        return countsRepeats ? counts : counts.mapValues { _ in 1 }
    }
}

extension ToolCallF1Grader {
    static let kind = GraderKind(
        name: "tool_call_f1",
        family: .tools,
        summary: "How well the calls agree with the expected ones, as the mean of precision and recall.",
        formula: "precision = common / called, recall = common / expected, F1 = 2 common / (called + expected). Both"
            + " empty 1, one empty 0. All three are in the metadata. At most 500 calls.",
        equals: "precision and recall: OpenJudge 344e45d ToolCallPrecisionRecallMatchGrader; F1: promptfoo tool-call-f1"
            + " with multiset: false; ragas ToolCallF1 with by: name_args and multiset: false, not rounded",
        parameters: [
            .init("by", type: "name or name_args", default: "name", "What makes two calls the same."),
            .init("multiset", type: "boolean", default: "true", "Whether repeated calls count each time."),
            .init("measure", type: "f1, precision or recall", default: "f1", "Which of the three is the value."),
        ],
        examples: [
            .init(
                trace: [
                    "id": "t", "output": ["role": "assistant", "tool_calls": [["name": "search"]]],
                    "expectedOutput": ["search", "reply"],
                ], value: .numeric(2.0 / 3)),
            .init(
                parameters: ["measure": "precision"],
                trace: [
                    "id": "t", "output": ["role": "assistant", "tool_calls": [["name": "search"]]],
                    "expectedOutput": ["search", "reply"],
                ], value: .numeric(1)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try ToolCallF1Grader(&reader)) })
}
