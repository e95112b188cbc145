import Evaluation
import JSON
import Synchronization
import TestSupport
import Testing
import Timing

@testable import ScoreStore

struct GroupCommitTests {
    @Test func `Writers that come during a commit share the next one`() async {
        let gate = Gate()
        let sizes = Mutex<[Int]>([])
        let group = GroupCommit<Int> { items in
            let isFirst = sizes.withLock { sizes in
                sizes.append(items.count)
                return sizes.count == 1
            }
            if isFirst { await gate.wait() }
            return nil
        }
        await withTaskGroup(of: ScoreStoreError?.self) { tasks in
            tasks.addTask { await group.add([0]) }
            await gate.waitForArrival()
            for number in 1...50 { tasks.addTask { await group.add([number, number]) } }
            while group.waiting < 50 { await Task.yield() }
            gate.open()
            for await failure in tasks { #expect(failure == nil) }
        }
        #expect(sizes.withLock { $0 } == [1, 100])
        #expect(group.commits == 2)
    }

    @Test func `A failed commit fails all who shared it and nobody else`() async {
        let gate = Gate()
        let failure = ScoreStoreError(code: .storage, message: "disk full")
        let group = GroupCommit<String>(maximumItems: 2) { items in
            if items == ["first"] { await gate.wait() }
            return items.contains("bad") ? failure : nil
        }
        var results: [String: ScoreStoreError?] = [:]
        await withTaskGroup(of: (String, ScoreStoreError?).self) { tasks in
            tasks.addTask { ("first", await group.add(["first"])) }
            await gate.waitForArrival()
            for (count, item) in ["bad", "beside", "later", "last"].enumerated() {
                tasks.addTask { (item, await group.add([item])) }
                while group.waiting <= count { await Task.yield() }
            }
            gate.open()
            for await (item, result) in tasks { results[item] = result }
        }
        #expect(results == ["first": nil, "bad": failure, "beside": failure, "later": nil, "last": nil])
        #expect(group.commits == 3)
    }

    @Test func `A cancelled writer still commits for itself and for the others`() async throws {
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            let outcomes = await withTaskGroup(of: [ScoreWriteOutcome].self) { tasks in
                for number in 0..<100 { tasks.addTask { await sink.write([.make(id: "\(number)")]) } }
                tasks.cancelAll()
                return await tasks.reduce(into: []) { $0 += $1 }
            }
            #expect(outcomes == Array(repeating: .written, count: 100))
            let found1 = try await database.scores(limit: 1000).scores.count
            #expect(found1 == 100)
        }
    }

    @Test func `Thousands of concurrent writers need far fewer transactions`() async throws {
        try await withDatabase { database in
            let sink = ScoreStoreSink(database: database, time: ManualClock())
            await withTaskGroup(of: Void.self) { tasks in
                for number in 0..<2000 {
                    tasks.addTask { _ = await sink.write((0..<3).map { .make(id: "\(number)-\($0)") }) }
                }
            }
            #expect(database.scoreCommits.commits < 500)
            var cursor: String?
            var count = 0
            repeat {
                let page = try await database.scores(limit: 1000, cursor: cursor)
                count += page.scores.count
                cursor = page.cursor
            } while cursor != nil
            #expect(count == 6000)
        }
    }
}

/// Holds back the first who comes until it is opened.
private final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var held: CheckedContinuation<Void, Never>?
        var watcher: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let (passes, watcher) = state.withLock { state in
                if !state.isOpen { state.held = continuation }
                return (state.isOpen, state.watcher)
            }
            if passes { continuation.resume() }
            watcher?.resume()
        }
    }

    func waitForArrival() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.held == nil { state.watcher = continuation }
                return state.held != nil
            }
            if isThere { continuation.resume() }
        }
    }

    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            return state.held
        }
        held?.resume()
    }
}
