package import JSON

/// What may be spent in a day and in a month, UTC.
///
/// Up to `sampleFrom` of a limit everything is judged; from there on a share of the traces, which falls in a straight line
/// to nothing at the limit.
package struct Budget: Sendable, Equatable {
    /// What is counted.
    package enum Unit: String, Sendable, CaseIterable {
        /// US dollars.
        case usd
        /// Tokens of prompts and replies.
        case tokens
        /// Calls to models.
        case calls
    }

    /// The most of one unit in one window.
    package struct Limit: Sendable, Equatable {
        /// The time it is for.
        package var window: SpendWindow
        /// What is counted.
        package var unit: Unit
        /// The most; above 0.
        package var amount: Double

        /// Creates a limit.
        package init(_ window: SpendWindow, _ unit: Unit, _ amount: Double) {
            self.window = window
            self.unit = unit
            self.amount = amount
        }

        /// The key in the configuration, e.g. `daily_usd`.
        package var key: String { "\(window == .day ? "daily" : "monthly")_\(unit.rawValue)" }
    }

    /// The share of a limit up to which everything is judged, from 0 to 1; 1 judges everything until the limit is reached.
    package var sampleFrom: Double
    /// The limits; at least one.
    package var limits: [Limit]

    /// Creates a budget.
    package init(_ limits: [Limit], sampleFrom: Double = 0.8) {
        self.limits = limits
        self.sampleFrom = sampleFrom
    }

    /// Reads a `budget` section; unknown keys and one without a limit are errors.
    package init(from source: JSONReader) throws(JSONReadError) {
        var reader = source
        limits = []
        for window in SpendWindow.allCases {
            for unit in Unit.allCases {
                var limit = Limit(window, unit, 0)
                // Less than a cent would be used up by rounding.
                let least = unit == .usd ? 0.01 : 1
                guard let amount = try reader.number(limit.key, in: least...1e15) else { continue }
                limit.amount = amount
                limits.append(limit)
            }
        }
        sampleFrom = try reader.number("sample_from", in: 0...1) ?? 0.8
        try reader.finish()
        guard !limits.isEmpty else {
            throw JSONReadError(
                pointer: source.pointer,
                message: "a budget needs a limit, e.g. `daily_usd`, `monthly_usd`, `daily_tokens` or `daily_calls`")
        }
    }

    /// The section as it is written.
    package var json: JSONObject {
        var object = JSONObject(limits.map { ($0.key, .number($0.amount)) })
        object["sample_from"] = .number(sampleFrom)
        return object
    }

    /// The share of traces that is judged once `share` of a limit is spent.
    package func sampleRate(atShare share: Double) -> Double {
        if share >= 1 { return 0 }
        return share <= sampleFrom ? 1 : (1 - share) / (1 - sampleFrom)
    }
}

extension Spend {
    /// The amount of a unit.
    package func amount(_ unit: Budget.Unit) -> Double {
        switch unit {
        case .usd: dollars
        case .tokens: Double(tokens)
        case .calls: Double(calls)
        }
    }
}
