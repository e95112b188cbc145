import ChatModels
import ScoreStore
import TestSupport
import Testing
import Timing

@Suite struct SpendingTests {
    @Test func `Amounts of one judge and day are added up, and older days are deleted`() async throws {
        try await withDatabase { database in
            let spend = Spend(dollars: 0.25, tokens: 100, calls: 1)
            try await database.add([SpendEntry(judge: "tone", day: 20_000, spend: spend)])
            try await database.add([
                SpendEntry(judge: "tone", day: 20_000, spend: spend), SpendEntry(judge: "", day: 20_001, spend: spend),
                SpendEntry(judge: "tone", day: 19_999, spend: spend),
            ])
            let entries = try await database.entries(since: 20_000).sorted { $0.day < $1.day }
            #expect(
                entries == [
                    SpendEntry(judge: "tone", day: 20_000, spend: Spend(dollars: 0.5, tokens: 200, calls: 2)),
                    SpendEntry(judge: "", day: 20_001, spend: spend),
                ])
            #expect(try await database.entries(since: 0).count == 2)
        }
    }

    @Test func `What was spent is there after the file was closed and opened again`() async throws {
        try await withTemporaryFolder { folder in
            let clock = ManualClock()
            for round in 1...3 {
                let database = try await ScoreDatabase.open(path: folder + "/scores.sqlite")
                let meter = SpendMeter(clock: clock, ledger: database)
                try await meter.load()
                let run = Task { await meter.run { Issue.record("\($0)") } }
                meter.callFinished(ChatCallReport(model: "m", judge: "tone", duration: .zero, cost: 0.5))
                run.cancel()
                await run.value
                #expect(meter.spent(by: "tone", in: .day, at: clock.now()).dollars == 0.5 * Double(round))
                #expect(meter.spent(by: nil, in: .month, at: clock.now()).calls == Int64(round))
                await database.close()
            }
        }
    }

    @Test func `A file that cannot be written keeps the amounts due, and says so`() async throws {
        try await withTemporaryFolder { folder in
            let database = try await ScoreDatabase.open(path: folder + "/scores.sqlite")
            await database.close()
            await #expect(throws: ScoreStoreError.self) {
                try await database.add([SpendEntry(judge: "tone", day: 1, spend: Spend(calls: 1))])
            }
            await #expect(throws: ScoreStoreError.self) { _ = try await database.entries(since: 0) }
        }
    }
}
