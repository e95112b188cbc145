import Evaluation

/// How several votes become one value.
enum VoteRule: String, Sendable, CaseIterable {
    /// The most frequent value.
    case majority
    case mean
    /// The middle value, or the mean of the two in the middle.
    case median
    case min
    case max

    /// The rule for scores of `scale` unless the configuration says otherwise: numbers have a middle, which one vote far
    /// off does not move.
    static func standard(for scale: Scale) -> VoteRule {
        if case .numeric = scale.kind { .median } else { .majority }
    }

    /// The rule for `value`: this one where it makes sense, else the majority.
    func fitting(_ value: ScoreValue) -> VoteRule {
        switch (self, value) {
        case (_, .numeric), (.min, .boolean), (.max, .boolean): self
        default: .majority
        }
    }

    /// What is wrong with the rule for scores of `scale`; nil when nothing is.
    func problem(for scale: Scale) -> String? {
        switch (self, scale.kind) {
        case (_, .categorical(let labels)) where labels.isEmpty: "texts cannot be counted as votes; ask for labels"
        case (.majority, _), (_, .numeric), (.min, .boolean), (.max, .boolean): nil
        case (_, .boolean): "the votes are true or false; take majority, min or max"
        case (_, .categorical): "the votes are labels; take majority"
        case (_, .unbounded): nil
        }
    }

    /// The value that `values`, of which there is at least one, come to; nil for a tie that `tie` leaves open.
    func value(of values: [ScoreValue], _ tie: TieRule) -> ScoreValue? {
        let numbers = values.compactMap(\.number).sorted()
        guard self != .majority, numbers.count == values.count else { return Self.mostFrequent(values, tie) }
        switch self {
        case .majority: return nil
        case .mean: return .numeric(numbers.reduce(0, +) / Double(numbers.count))
        case .median:
            let middle = numbers.count / 2
            return .numeric(
                numbers.count.isMultiple(of: 2) ? (numbers[middle - 1] + numbers[middle]) / 2 : numbers[middle])
        case .min: return values.first { $0.number == numbers.first }
        case .max: return values.first { $0.number == numbers.last }
        }
    }

    /// Whether `remaining` more votes, valid or not, cannot change what `values` come to on `scale`.
    func isDecided(_ values: [ScoreValue], remaining: Int, on scale: Scale, _ tie: TieRule) -> Bool {
        guard remaining > 0 else { return true }
        guard self != .majority else {
            let counts = Self.counts(values).map(\.count).sorted(by: >)
            return (counts.first ?? 0) - (counts.dropFirst().first ?? 0) > remaining
        }
        guard !values.isEmpty, let (low, high) = Self.ends(of: scale) else { return false }
        // One more low vote never raises the value, one more high vote never lowers it: what both extremes agree on holds
        // for everything between.
        let lowest = value(of: values + Array(repeating: low, count: remaining), tie)
        return lowest == value(of: values + Array(repeating: high, count: remaining), tie)
    }

    /// The lowest and the highest value there is on `scale`; nil for labels and numbers without a bound.
    static func ends(of scale: Scale) -> (low: ScoreValue, high: ScoreValue)? {
        switch scale.kind {
        case .numeric(let range): (.numeric(range.lowerBound), .numeric(range.upperBound))
        case .boolean: (.boolean(false), .boolean(true))
        case .unbounded, .categorical: nil
        }
    }

    /// Each value with how often it occurs, in the order of first occurrence.
    static func counts(_ values: [ScoreValue]) -> [(value: ScoreValue, count: Int)] {
        var counts: [(value: ScoreValue, count: Int)] = []
        for value in values {
            if let index = counts.firstIndex(where: { $0.value == value }) {
                counts[index].count += 1
            } else {
                counts.append((value, 1))
            }
        }
        return counts
    }

    private static func mostFrequent(_ values: [ScoreValue], _ tie: TieRule) -> ScoreValue? {
        let counts = counts(values)
        let most = counts.map(\.count).max() ?? 0
        let winners = counts.filter { $0.count == most }.map(\.value)
        guard winners.count > 1 else { return winners.first }
        let byNumber = winners.sorted { ($0.number ?? 0) < ($1.number ?? 0) }
        return switch tie {
        case .first: winners.first
        case .lowest: byNumber.first
        case .highest: byNumber.last
        case .fail: nil
        }
    }
}
