import Evaluation
import JSON
import TestSupport
import Testing

@testable import Langfuse

struct ScoreBatchingTests {
    /// Holds the first request back, lets `writers` writers come meanwhile, then lets go; returns the outcomes of all
    /// and the sizes of the requests.
    private func write(
        _ fake: FakeLangfuse, writers: Int, scoresEach: Int = 1, configure: (inout LangfuseConfiguration) -> Void
    ) async throws -> (outcomes: [[ScoreWriteOutcome]], sizes: [Int]) {
        let route = FakeLangfuse.Route.scores
        return try await withLangfuse(fake, configure: configure) { setup in
            let sink = setup.sink
            setup.fake.hold(route)
            let outcomes = await withTaskGroup(of: [ScoreWriteOutcome].self) { group in
                group.addTask { await sink.write([.make(id: "first")]) }
                await setup.fake.waitForRequests(1, to: route)
                for writer in 0..<writers {
                    group.addTask { await sink.write((0..<scoresEach).map { .make(id: "\(writer)-\($0)") }) }
                }
                await setup.observer.waitForPending(writers * scoresEach)
                setup.fake.release(route)
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(setup.fake.scores.count == 1 + writers * scoresEach)
            return (outcomes, setup.fake.requests(to: route).map(\.scoreCount))
        }
    }

    @Test func `Scores that come while a request is under way share the next one`() async throws {
        let (outcomes, sizes) = try await write(FakeLangfuse(mode: .v4, takesArrays: true), writers: 40, scoresEach: 5)
        {
            $0.batching.maximumInFlight = 1
        }
        #expect(sizes == [1, 200])
        #expect(outcomes.count == 41)
        #expect(outcomes.allSatisfy { $0.allSatisfy { $0 == .written } })
    }

    @Test func `A request holds no more scores than the limit, and writers may be split`() async throws {
        let (outcomes, sizes) = try await write(FakeLangfuse(mode: .v4, takesArrays: true), writers: 5, scoresEach: 5) {
            $0.batching.maximumInFlight = 1
            $0.batching.maximumItems = 8
        }
        #expect(sizes == [1, 8, 8, 8, 1])
        #expect(outcomes.map(\.count).sorted() == [1, 5, 5, 5, 5, 5])
    }

    @Test func `A request is no longer than the limit`() async throws {
        let fake = FakeLangfuse(mode: .v4, takesArrays: true)
        let (_, sizes) = try await write(fake, writers: 30) {
            $0.batching.maximumInFlight = 1
            $0.batching.maximumArrayBytes = 2000
        }
        #expect(sizes.reduce(0, +) == 31)
        #expect(sizes.count > 3)
        #expect(fake.requests(to: .scores).allSatisfy { $0.body.count <= 2000 })
    }

    @Test func `No more requests are under way than the limit`() async throws {
        let fake = FakeLangfuse(mode: .v4, takesArrays: true)
        try await withLangfuse(fake, configure: { $0.batching.maximumInFlight = 3 }) { setup in
            _ = try await setup.probe.probe()
            let sink = setup.sink
            setup.fake.hold(.scores)
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<10 { group.addTask { _ = await sink.write([.make(id: "\(number)")]) } }
                await setup.fake.waitForRequests(3, to: .scores)
                await setup.observer.waitForPending(1)
                let inFlight = setup.fake.requests(to: .scores).map(\.scoreCount)
                #expect(inFlight.count == 3)
                setup.fake.release(.scores)
            }
            #expect(setup.fake.scores.count == 10)
        }
    }

    @Test func `Each writer gets the verdicts on its own scores`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4), configure: { $0.batching.maximumInFlight = 1 }) { setup in
            setup.fake.reject(scoreIDs: Set((0..<50).map { "\($0)-1" }))
            let sink = setup.sink
            await withTaskGroup(of: (Int, [ScoreWriteOutcome]).self) { group in
                for writer in 0..<50 {
                    group.addTask { (writer, await sink.write((0..<3).map { .make(id: "\(writer)-\($0)") })) }
                }
                for await (writer, outcomes) in group {
                    #expect(outcomes.map { $0 == .written } == [true, false, true], "writer \(writer)")
                    #expect(outcomes[1].rejection != nil)
                }
            }
            #expect(setup.fake.scores.count == 100)
        }
    }

    @Test func `A cancelled leader costs the others nothing`() async throws {
        let fake = FakeLangfuse(mode: .v4, takesArrays: true)
        try await withLangfuse(fake, configure: { $0.batching.maximumInFlight = 1 }) { setup in
            let sink = setup.sink
            setup.fake.hold(.scores)
            async let first = sink.write([.make(id: "first")])
            await setup.fake.waitForRequests(1, to: .scores)
            let leader = Task { await sink.write([.make(id: "leader")]) }
            await setup.observer.waitForPending(1)
            async let follower = sink.write([.make(id: "follower")])
            await setup.observer.waitForPending(2)
            setup.fake.release(.scores)
            setup.fake.hold(.scores)
            #expect(await first == [.written])
            await setup.fake.waitForRequests(2, to: .scores)
            leader.cancel()
            #expect(await leader.value.first?.unavailability != nil)
            setup.fake.release(.scores)
            #expect(await follower == [.written])
        }
    }

    @Test func `More scores than may wait are turned away`() async throws {
        let fake = FakeLangfuse(mode: .v4, takesArrays: true)
        let configure = { (configuration: inout LangfuseConfiguration) in
            configuration.batching.maximumInFlight = 1
            configuration.batching.maximumPendingBytes = 1000
        }
        try await withLangfuse(fake, configure: configure) { setup in
            let sink = setup.sink
            setup.fake.hold(.scores)
            async let first = sink.write([.make(id: "first")])
            await setup.fake.waitForRequests(1, to: .scores)
            async let second = sink.write([.make(id: "second")])
            await setup.observer.waitForPending(1)
            let third = await sink.write((0..<5).map { .make(id: "third-\($0)") })
            #expect(third.map(\.retryAfter) == Array(repeating: .seconds(1), count: 5))
            setup.fake.release(.scores)
            #expect(await first + second == [.written, .written])
        }
    }

    @Test func `With a linger even the first request waits for company`() async throws {
        let clock = ManualClock()
        let fake = FakeLangfuse(mode: .v4, takesArrays: true)
        let configure = { (configuration: inout LangfuseConfiguration) in
            configuration.batching.maximumInFlight = 1
            configuration.batching.linger = .milliseconds(5)
        }
        try await withLangfuse(fake, clock: clock, configure: configure) { setup in
            let sink = setup.sink
            async let first = sink.write([.make(id: "first")])
            await clock.waitForSleepers(1)
            async let second = sink.write([.make(id: "second")])
            await setup.observer.waitForPending(2)
            clock.advance(by: .milliseconds(5))
            #expect(await first + second == [.written, .written])
            #expect(setup.fake.requests(to: .scores).map(\.scoreCount) == [2])
        }
    }
}
