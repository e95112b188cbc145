import JSON

/// What came of holding the output against one other answer.
struct PairComparison: Sendable, Equatable {
    /// Which of the two a call preferred.
    enum Preference: String, Sendable { case output, other, tie }

    /// One call's verdict.
    struct Verdict: Sendable, Equatable {
        /// Whether the output was shown first.
        var isOutputFirst: Bool
        /// The label given: A is the answer shown first, B the second.
        var label: String
        /// Why; nil when the model did not say.
        var reason: String?

        /// Which of the two was preferred.
        var preference: Preference {
            if label == "tie" { return .tie }
            return (label == "A") == isOutputFirst ? .output : .other
        }

        /// 1 when the answer shown first was preferred, -1 for the second, 0 for a tie.
        var lean: Int { label == "tie" ? 0 : label == "A" ? 1 : -1 }
    }

    /// The verdicts: one, or one in each order; at least one.
    let verdicts: [Verdict]

    /// What was preferred in every order; a tie when the orders disagree.
    var preference: Preference {
        let all = Set(verdicts.map(\.preference))
        return all.count == 1 ? all.first ?? .tie : .tie
    }

    /// 1 when the output is better, 0 when the other is, 0.5 for a tie.
    var score: Double {
        switch preference {
        case .output: 1
        case .other: 0
        case .tie: 0.5
        }
    }

    /// Whether both orders were asked and gave the same.
    var isAgreed: Bool { Set(verdicts.map(\.preference)).count == 1 }

    /// The verdicts for metadata.
    var json: JSONValue {
        var object: JSONObject = [:]
        for verdict in verdicts {
            object[verdict.isOutputFirst ? "outputFirst" : "outputSecond"] = .string(verdict.preference.rawValue)
        }
        object["score"] = .number(score)
        return .object(object)
    }

    /// How much calls lean to the place an answer is shown in: those that preferred the first less those that preferred
    /// the second, by all of them; from -1 to 1, and 0 for a model that looks at the answers alone and is asked both ways.
    static func positionBias(_ comparisons: [PairComparison]) -> Double {
        let leans = comparisons.flatMap(\.verdicts).map(\.lean)
        return leans.isEmpty ? 0 : Double(leans.reduce(0, +)) / Double(leans.count)
    }
}
