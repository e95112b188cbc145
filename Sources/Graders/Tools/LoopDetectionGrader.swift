import Evaluation
import JSON

/// Judges whether the calls go round in circles.
struct LoopDetectionGrader: Grader {
    private let repeats: Int
    private let threshold: Double

    let requiredFields: [Sample.Field] = [.toolCalls]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        repeats = Int(try reader.integer("repeat", in: 2...100) ?? 3)
        threshold = try reader.number("similarity", in: 0...1) ?? 0.85
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let calls = try sample.toolCalls(.toolCalls)
            guard calls.count > 1 else { return Grade(.numeric(1), comment: "\(calls.count) calls make no loop") }
            let looping = try loopingCount(calls)
            let comment = looping == 0 ? "no loop in \(calls.count) calls" : "\(looping) of \(calls.count) calls loop"
            return Grade(.numeric(1 - Double(looping) / Double(calls.count)), comment: comment)
        }
    }

    /// How many calls are part of a block of calls that comes at least `repeats` times in a row.
    private func loopingCount(_ calls: [ToolCall]) throws(GradeFailure) -> Int {
        let texts = calls.map { $0.arguments?.text(sortedKeys: true) ?? "{}" }
        var budget = TextBudget()
        var isLooping = [Bool](repeating: false, count: calls.count)
        for length in 1...max(1, calls.count / repeats) {
            var run = 0
            for index in 0..<(calls.count - length) {
                let isSame = try isSame(calls, texts, index, index + length, &budget)
                run = isSame ? run + 1 : 0
                // A block repeated r times is (r - 1) blocks of calls that equal the one a block later.
                guard run >= length * (repeats - 1) else { continue }
                for position in (index + 1 - run)...(index + length) { isLooping[position] = true }
            }
        }
        return isLooping.count { $0 }
    }

    private func isSame(
        _ calls: [ToolCall], _ texts: [String], _ left: Int, _ right: Int, _ budget: inout TextBudget
    ) throws(GradeFailure) -> Bool {
        guard calls[left].name.hasSameBytes(as: calls[right].name) else { return false }
        if texts[left].hasSameBytes(as: texts[right]) { return true }
        // No similarity is above the ratio of the lengths, which a UTF-8 byte count bounds well enough to save work.
        let (short, long) = (texts[left].utf8.count, texts[right].utf8.count)
        guard Double(min(short, long)) * 4 >= Double(max(short, long)) * threshold else { return false }
        return try budget.similarity(texts[left], texts[right]) >= threshold
    }
}

extension LoopDetectionGrader {
    static let kind = GraderKind(
        name: "loop_detection",
        aliases: ["action_loop"],
        family: .tools,
        summary: "Which share of the calls is part of no loop.",
        formula:
            "1 - calls in loops / calls. A loop is a block of one or more calls that comes `repeat` times or more in"
            + " a row. Two calls are the same when their names are and the Levenshtein similarity of their arguments,"
            + " as JSON with sorted keys, reaches `similarity`. Fewer than two calls make 1. At most 500 calls.",
        parameters: [
            .init("repeat", type: "whole number", default: "3", "How many times in a row make a loop; 2 to 100."),
            .init("similarity", type: "number", default: "0.85", "From which similarity on arguments are the same."),
        ],
        examples: [
            .init(
                trace: [
                    "id": "t",
                    "output": [
                        "role": "assistant",
                        "tool_calls": [
                            ["name": "plan"], ["name": "search", "args": ["q": "x"]],
                            ["name": "search", "args": ["q": "x"]], ["name": "search", "args": ["q": "x"]],
                        ],
                    ],
                ], value: .numeric(0.25))
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try LoopDetectionGrader(&reader)) })
}
