import ChatModels
import Synchronization
import TestSupport
import Testing
import Timing

@Suite struct SpendMeterTests {
    /// A ledger that may fail, and remembers what it was told.
    private final class Ledger: SpendLedger {
        struct Away: Error {}

        private let state = Mutex((entries: [SpendEntry](), writes: 0, failures: 0))

        init(_ entries: [SpendEntry] = [], failures: Int = 0) {
            state.withLock { $0 = (entries, 0, failures) }
        }

        var entries: [SpendEntry] { state.withLock { $0.entries } }
        var writes: Int { state.withLock { $0.writes } }

        func entries(since day: Int64) async throws -> [SpendEntry] { entries.filter { $0.day >= day } }

        func add(_ entries: [SpendEntry]) async throws {
            try state.withLock { state in
                state.writes += 1
                guard state.failures == 0 else {
                    state.failures -= 1
                    throw Away()
                }
                state.entries += entries
            }
        }
    }

    private func charge(_ meter: SpendMeter, _ dollars: Double, _ judge: String = "tone") {
        meter.callFinished(
            ChatCallReport(
                model: "m", judge: judge, duration: .zero, promptTokens: 9, completionTokens: 1, cost: dollars))
    }

    @Test func `Every call counts for its judge and for all, in the day and in the month`() {
        let clock = ManualClock()
        let meter = SpendMeter(clock: clock)
        charge(meter, 1)
        charge(meter, 2)
        charge(meter, 4, "other")
        meter.callFinished(ChatCallReport(model: "m", judge: "tone", failure: .timeout, duration: .zero))
        for window in SpendWindow.allCases {
            let now = clock.now()
            #expect(meter.spent(by: "tone", in: window, at: now) == Spend(dollars: 3, tokens: 20, calls: 3))
            #expect(meter.spent(by: nil, in: window, at: now) == Spend(dollars: 7, tokens: 30, calls: 4))
            #expect(meter.spent(by: "nobody", in: window, at: now) == Spend())
        }
    }

    @Test func `What the ledger has of the month is there after a restart, and nothing older`() async throws {
        let now = try #require(Timestamp(rfc3339: "2026-11-21T12:00:00Z"))
        let entries = [("2026-11-21", 1.0), ("2026-11-20", 2), ("2026-11-01", 4), ("2026-10-31", 8)].map { date, usd in
            SpendEntry(
                judge: "tone", day: Timestamp(rfc3339: "\(date)T00:00:00Z")?.utcDay ?? 0, spend: Spend(dollars: usd))
        }
        let meter = SpendMeter(clock: ManualClock(now: now), ledger: Ledger(entries))
        try await meter.load()
        #expect(meter.spent(by: "tone", in: .day, at: now).dollars == 1)
        #expect(meter.spent(by: nil, in: .month, at: now).dollars == 7)
        charge(meter, 16)
        #expect(meter.spent(by: "tone", in: .month, at: now).dollars == 23)
    }

    @Test func `Amounts gather for a second, then they are written in one go`() async throws {
        let clock = ManualClock()
        let ledger = Ledger()
        let meter = SpendMeter(clock: clock, ledger: ledger)
        let run = Task { await meter.run { _ in } }
        for _ in 0..<100 { charge(meter, 0.5) }
        await clock.waitForSleepers()
        #expect(ledger.writes == 0)
        clock.advance(by: .seconds(1))
        try await eventually("the write") { ledger.writes > 0 }
        #expect(
            ledger.entries == [
                SpendEntry(
                    judge: "tone", day: clock.now().utcDay, spend: Spend(dollars: 50, tokens: 1_000, calls: 100))
            ])
        run.cancel()
        await run.value
    }

    @Test func `A meter that is stopped writes the rest first`() async {
        let clock = ManualClock()
        let ledger = Ledger()
        let meter = SpendMeter(clock: clock, ledger: ledger)
        charge(meter, 1)
        let run = Task { await meter.run { _ in } }
        run.cancel()
        await run.value
        #expect(ledger.entries.map(\.spend.dollars) == [1])
    }

    @Test func `What could not be written is written later, once, on the day it was spent`() async throws {
        let clock = ManualClock()
        let ledger = Ledger(failures: 1)
        let meter = SpendMeter(clock: clock, ledger: ledger)
        let failures = Counter()
        let day = clock.now().utcDay
        let run = Task { await meter.run { _ in failures.increment() } }
        charge(meter, 1)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        try await eventually("the failure") { failures.value == 1 }
        await clock.waitForSleepers()
        charge(meter, 2)
        clock.advance(by: .seconds(86_400))
        run.cancel()
        await run.value
        #expect(ledger.entries.map(\.day) == [day])
        #expect(ledger.entries.map(\.spend.dollars) == [3])
    }
}
