/// What calls to models have used up.
package struct Spend: Sendable, Equatable {
    /// US dollars, as far as prices and tokens are known.
    package var dollars: Double
    /// Tokens of prompts and replies, as far as they were told.
    package var tokens: Int64
    /// Calls, the failed ones included.
    package var calls: Int64

    /// Creates an amount; nothing unless told.
    package init(dollars: Double = 0, tokens: Int64 = 0, calls: Int64 = 0) {
        self.dollars = dollars
        self.tokens = tokens
        self.calls = calls
    }

    /// The sum of two amounts.
    package static func + (left: Spend, right: Spend) -> Spend {
        Spend(
            dollars: left.dollars + right.dollars, tokens: left.tokens &+ right.tokens,
            calls: left.calls &+ right.calls)
    }

    /// Adds an amount.
    package static func += (left: inout Spend, right: Spend) { left = left + right }
}
