import Evaluation
import JSON

/// What the parts of an aggregator said, in their order.
struct PartTally {
    /// One part with its value, brought to 0...1.
    struct Value {
        var name: String
        var value: Double
    }

    /// What there is to put together.
    enum Settlement {
        /// Values, with what the comment has to say about the parts that had none.
        case values([Value], note: String)
        /// The outcome of the whole, there being nothing to put together.
        case outcome(GradeOutcome)
    }

    private enum Reading {
        case value(Double)
        case failed(GradeFailure)
        case skipped
    }

    private var readings: [(name: String, reading: Reading)] = []

    /// Reads the outcome of each part; `value` brings a verdict to 0...1, or says nil when it cannot.
    init(
        _ outcomes: [String: PartOutcome], of parts: [String], reading value: (Grade, PartTraits) -> Double? = Self.unit
    ) {
        for name in parts { readings.append((name, Self.reading(outcomes[name], value))) }
    }

    /// The value of a verdict on its own scale, 1 being good.
    static func unit(_ grade: Grade, _ traits: PartTraits) -> Double? { traits.scale.normalized(grade.value) }

    /// Applies `rule` to the parts without a value.
    func settled(by rule: FailureRule) -> Settlement {
        if readings.allSatisfy({ if case .skipped = $0.reading { true } else { false } }) {
            return .outcome(.skipped("all parts were skipped"))
        }
        let values = readings.compactMap { name, reading -> Value? in
            switch reading {
            case .value(let value): Value(name: name, value: value)
            case .failed, .skipped: rule == .zero ? Value(name: name, value: 0) : nil
            }
        }
        let without = readings.filter { if case .value = $0.reading { false } else { true } }.map(\.name)
        if without.isEmpty { return .values(values, note: "") }
        let names = without.joined(separator: ", ")
        switch rule {
        case .fail: return .outcome(.failed(failure { $0.allSatisfy { $0 } }))
        // Here one part with a value is enough.
        case .ignore where values.isEmpty: return .outcome(.failed(failure { $0.contains(true) }))
        case .ignore: return .values(values, note: "; left out: \(names)")
        case .zero: return .values(values, note: "; counted as 0: \(names)")
        }
    }

    private static func reading(_ part: PartOutcome?, _ value: (Grade, PartTraits) -> Double?) -> Reading {
        guard let part else { return .failed(GradeFailure(code: .internal, message: "it was not run")) }
        switch part.outcome {
        case .graded(let grade):
            if let value = value(grade, part.traits) { return .value(value) }
            return .failed(GradeFailure(code: .invalidInput, message: "its value is not on a scale"))
        case .failed(let failure): return .failed(failure)
        case .skipped: return .skipped
        }
    }

    /// The failure that stands for those of the parts. Whether it may pass is decided from whether each part without a
    /// value may have one later: a skipped one never.
    private func failure(mayPass: ([Bool]) -> Bool) -> GradeFailure {
        var reasons: [String] = []
        var retryAfter: Duration?
        var transient: [Bool] = []
        for (name, reading) in readings {
            switch reading {
            case .value: continue
            case .skipped:
                transient.append(false)
                reasons.append("\(name) (skipped)")
            case .failed(let failure):
                transient.append(failure.isTransient)
                retryAfter = [retryAfter, failure.retryAfter].compactMap(\.self).max()
                reasons.append("\(name) (\(failure.code.rawValue))")
            }
        }
        return GradeFailure(
            code: .partFailed, message: "no value from \(reasons.joined(separator: ", "))",
            retryAfter: retryAfter, isTransient: mayPass(transient))
    }
}

extension PartTally {
    /// A number as comments show it, to four places.
    static func text(_ number: Double) -> String { JSONValue.number((number * 1e4).rounded() / 1e4).text }

    /// The values as comments list them.
    static func text(_ values: [Value]) -> String {
        values.map { "\($0.name) \(text($0.value))" }.joined(separator: ", ")
    }

    /// A verdict whose comment is cut to a length that every sink takes.
    static func graded(_ value: ScoreValue, _ comment: String) -> GradeOutcome {
        .graded(Grade(value, comment: String(comment.unicodeScalars.prefix(500))))
    }
}
