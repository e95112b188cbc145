import Evaluation
import JSON

extension Ballot {
    /// What stands beside a score of votes: how many, how far they agree, and each of them.
    func summary(_ value: ScoreValue) -> JSONObject {
        let values = grades.map(\.value)
        var summary: JSONObject = [
            "n": .integer(Int64(rules.count)), "asked": .integer(Int64(votes.count)),
            "valid": .integer(Int64(values.count)), "rule": .string(rules.rule.rawValue),
        ]
        summary["agreement"] = .number(Double(values.count { $0 == value }) / Double(values.count))
        let numbers = values.compactMap { if case .numeric(let number) = $0 { number } else { nil } }
        if numbers.count == values.count {
            let mean = numbers.reduce(0, +) / Double(numbers.count)
            let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
            summary["min"] = numbers.min().map { .number($0) }
            summary["max"] = numbers.max().map { .number($0) }
            summary["standardDeviation"] = .number(variance.squareRoot())
        }
        summary["list"] = .array(votes.map { .object(Self.json($0)) })
        return summary
    }

    private static func json(_ vote: Vote) -> JSONObject {
        var object: JSONObject = ["model": .string(vote.model)]
        switch vote.outcome {
        case .graded(let grade):
            object["value"] = grade.value.json
            object["comment"] = grade.comment.map { .string($0.bounded(300)) }
        case .failed(let failure): object["failure"] = .string(failure.code.rawValue)
        case .skipped(let reason): object["skipped"] = .string(reason.bounded(300))
        }
        return object
    }
}
