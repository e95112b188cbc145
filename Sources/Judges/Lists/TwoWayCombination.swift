import JSON

/// How many claims there were both ways, and how many of them were supported.
struct TwoWayCount: Sendable, Equatable {
    /// Claims of the output.
    var said: Int
    /// Those of them the other text supports.
    var saidSupported: Int
    /// Claims of the other text.
    var wanted: Int
    /// Those of them the output supports.
    var wantedSupported: Int

    /// The share of what was said that is right; nil when nothing was.
    var precision: Double? { said == 0 ? nil : Double(saidSupported) / Double(said) }
    /// The share of what was wanted that was said; nil when nothing was wanted.
    var recall: Double? { wanted == 0 ? nil : Double(wantedSupported) / Double(wanted) }
}

/// How the two ways become one number.
enum TwoWayCombination: Sendable, Equatable {
    case precision
    case recall
    /// The weighted harmonic mean, (1 + β²)PR / (β²P + R): van Rijsbergen, Information Retrieval, 1979, chapter 7.
    case fBeta(Double)
    /// The lower one.
    case minimum

    /// The number; nil when there is nothing to reckon with.
    ///
    /// An output without claims has neither precision nor, when something was wanted, any recall: F is then a real 0.
    func value(_ count: TwoWayCount) -> Double? {
        switch self {
        case .precision: return count.precision
        case .recall: return count.recall
        case .fBeta(let beta):
            guard let recall = count.recall else { return nil }
            guard let precision = count.precision else { return 0 }
            let square = beta * beta
            let weighted = square * precision + recall
            return weighted == 0 ? 0 : (1 + square) * precision * recall / weighted
        case .minimum:
            guard let recall = count.recall else { return nil }
            return min(count.precision ?? recall, recall)
        }
    }

    /// Facts beside the number.
    func details(_ count: TwoWayCount) -> [(String, JSONValue)] {
        var details: [(String, JSONValue)] = []
        if self != .recall {
            details.append(("truePositives", .integer(Int64(count.saidSupported))))
            details.append(("falsePositives", .integer(Int64(count.said - count.saidSupported))))
            if let precision = count.precision { details.append(("precision", .number(precision))) }
        }
        if self != .precision {
            details.append(("falseNegatives", .integer(Int64(count.wanted - count.wantedSupported))))
            if let recall = count.recall { details.append(("recall", .number(recall))) }
        }
        return details
    }
}
