/// What the values of a grader mean: their range, and which end is good.
package struct Scale: Sendable, Equatable {
    /// Which end is good.
    package enum Direction: String, Sendable, CaseIterable {
        case higherIsBetter = "higher_is_better", lowerIsBetter = "lower_is_better", neutral
    }

    /// The kind of value with its bounds.
    package enum Kind: Sendable, Equatable {
        /// Numbers between the bounds, both included.
        case numeric(ClosedRange<Double>)
        /// Numbers from 0 without an upper bound, e.g. a length.
        case unbounded
        case boolean
        case categorical([String])
    }

    /// The kind of value with its bounds.
    package var kind: Kind
    /// Which end is good.
    package var direction: Direction

    /// Creates a scale.
    package init(_ kind: Kind, direction: Direction = .higherIsBetter) {
        self.kind = kind
        self.direction = direction
    }

    /// Numbers from 0 to 1, 1 being good.
    package static let unit = Scale(.numeric(0...1))
    /// Yes or no, yes being good.
    package static let boolean = Scale(.boolean)

    /// Maps `value` to 0...1 with 1 good; nil for labels, unbounded numbers and neutral scales.
    package func normalized(_ value: ScoreValue) -> Double? {
        guard direction != .neutral, let number = value.number else { return nil }
        let unit: Double
        switch kind {
        case .numeric(let range):
            guard range.upperBound > range.lowerBound else { return nil }
            unit = (number - range.lowerBound) / (range.upperBound - range.lowerBound)
        case .boolean: unit = number
        case .unbounded, .categorical: return nil
        }
        return direction == .lowerIsBetter ? 1 - unit : unit
    }

    /// Whether `value` passes: by `threshold`, which it must reach from the worse end; without one a boolean passes when
    /// it is the good one. Nil for labels, and for numbers without a threshold.
    package func passes(_ value: ScoreValue, threshold: Double?) -> Bool? {
        guard let number = value.number else { return nil }
        guard let threshold else { return kind == .boolean ? normalized(value).map { $0 == 1 } : nil }
        return direction == .lowerIsBetter ? number <= threshold : number >= threshold
    }
}
