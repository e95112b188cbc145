import Testing
import Timing

@testable import ChatModels

struct RetryBudgetTests {
    private static let start = Timestamp(seconds: 6_000)

    /// Takes retries until one is refused.
    private static func drain(_ budget: inout RetryBudget, at time: Timestamp = start) -> Int {
        var count = 0
        while budget.takeRetry(time) { count += 1 }
        return count
    }

    /// Compares what a call that changes something returns.
    private func expect(_ value: Int, _ expected: Int, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(value == expected, sourceLocation: sourceLocation)
    }

    /// Places, calls, and the retries within the budget.
    @Test(arguments: [(1, 0, 10), (5, 0, 10), (64, 0, 128), (1, 100, 30), (64, 1_000, 328)])
    func `A fifth of the calls may be tried again, and a constant by the places`(
        places: Int, calls: Int, retries: Int
    ) {
        var budget = RetryBudget(maximumConcurrency: places)
        for _ in 0..<calls { budget.callBegan(Self.start) }
        expect(Self.drain(&budget), retries)
    }

    @Test func `What is a minute old does not count any more`() {
        var budget = RetryBudget(maximumConcurrency: 1)
        for _ in 0..<50 { budget.callBegan(Self.start) }
        expect(Self.drain(&budget), 20)
        expect(Self.drain(&budget, at: Self.start + .seconds(59)), 0)
        expect(Self.drain(&budget, at: Self.start + .seconds(61)), 10)
        expect(Self.drain(&budget, at: Self.start + .seconds(86_400)), 10)
    }

    @Test func `Other places change the constant`() {
        var budget = RetryBudget(maximumConcurrency: 1)
        expect(Self.drain(&budget), 10)
        budget.set(maximumConcurrency: 8)
        expect(Self.drain(&budget), 6)
    }
}
