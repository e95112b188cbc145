import Synchronization
import Testing
import Timing
import Webhooks

struct ReplayGuardTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    @Test func `The second claim of a key is a copy`() {
        let memory = ReplayGuard(retention: .seconds(600))
        #expect(memory.claim("msg_1", source: "a", now: Self.now))
        #expect(!memory.claim("msg_1", source: "a", now: Self.now))
        #expect(memory.claim("msg_2", source: "a", now: Self.now))
        #expect(memory.claim("msg_1", source: "b", now: Self.now))
        #expect(memory.count == 3)
    }

    @Test func `Source and key do not run into each other`() {
        let memory = ReplayGuard(retention: .seconds(600))
        #expect(memory.claim("c", source: "ab", now: Self.now))
        #expect(memory.claim("bc", source: "a", now: Self.now))
        #expect(memory.claim("", source: "abc", now: Self.now))
        #expect(memory.claim("abc", source: "", now: Self.now))
    }

    @Test func `A released key is taken again, and releasing an unknown one does nothing`() {
        let memory = ReplayGuard(retention: .seconds(600))
        #expect(memory.claim("msg_1", source: "a", now: Self.now))
        memory.release("msg_1", source: "a")
        memory.release("msg_9", source: "a")
        #expect(memory.count == 0)
        #expect(memory.claim("msg_1", source: "a", now: Self.now))
        #expect(!memory.claim("msg_1", source: "a", now: Self.now))
    }

    @Test func `A reservation is pending until it is confirmed`() {
        let memory = ReplayGuard(retention: .seconds(600))
        #expect(memory.reserve("msg_1", source: "a", now: Self.now) == .new)
        #expect(memory.reserve("msg_1", source: "a", now: Self.now) == .pending)
        #expect(!memory.claim("msg_1", source: "a", now: Self.now))
        memory.confirm("msg_1", source: "a")
        memory.confirm("msg_9", source: "a")
        #expect(memory.reserve("msg_1", source: "a", now: Self.now) == .duplicate)
        memory.release("msg_1", source: "a")
        #expect(memory.reserve("msg_1", source: "a", now: Self.now) == .new)
    }

    @Test func `A key is remembered up to its retention`() {
        let memory = ReplayGuard(retention: .seconds(600))
        #expect(memory.claim("msg_1", source: "a", now: Self.now))
        let end = Self.now + .seconds(600)
        #expect(!memory.claim("msg_1", source: "a", now: Timestamp(microseconds: end.microseconds - 1)))
        #expect(memory.claim("msg_1", source: "a", now: end))
    }

    @Test func `The retention covers a delivery signed a tolerance ahead until it is too old`() {
        #expect(ReplayGuard.retention(covering: .seconds(300)) > .seconds(600))
    }

    @Test func `The oldest keys are forgotten first and the count never passes the capacity`() {
        let memory = ReplayGuard(retention: .seconds(600), capacity: 100)
        for number in 0..<1_000 {
            #expect(memory.claim("msg_\(number)", source: "a", now: Self.now))
            #expect(memory.count <= 100)
        }
        for number in 900..<1_000 { #expect(!memory.claim("msg_\(number)", source: "a", now: Self.now)) }
        #expect(memory.claim("msg_899", source: "a", now: Self.now))
        #expect(memory.claim("msg_900", source: "a", now: Self.now))
    }

    @Test func `A key pushed out before its time is counted, and one past its time is not`() {
        let heard = Mutex(0)
        let memory = ReplayGuard(retention: .seconds(10), capacity: 4) { _ in heard.withLock { $0 += 1 } }
        for number in 0..<6 { #expect(memory.claim("young_\(number)", source: "a", now: Self.now)) }
        #expect(memory.evictions == 2)
        for number in 0..<4 {
            #expect(memory.claim("late_\(number)", source: "a", now: Self.now + .seconds(10)))
        }
        #expect(memory.evictions == 2)
        #expect(heard.withLock { $0 } == 2)
    }

    @Test func `A pending key is never pushed out`() {
        let memory = ReplayGuard(retention: .seconds(600), capacity: 4)
        #expect(memory.reserve("pending", source: "a", now: Self.now) == .new)
        for number in 0..<100 { #expect(memory.claim("flood_\(number)", source: "a", now: Self.now)) }
        #expect(memory.reserve("pending", source: "a", now: Self.now) == .pending)
        // From here on it is one of many, the youngest of them.
        memory.confirm("pending", source: "a")
        #expect(memory.reserve("pending", source: "a", now: Self.now) == .duplicate)
        for number in 100..<104 { #expect(memory.claim("flood_\(number)", source: "a", now: Self.now)) }
        #expect(memory.reserve("pending", source: "a", now: Self.now) == .new)
    }

    @Test func `With every place pending there is room for one more`() {
        let memory = ReplayGuard(retention: .seconds(600), capacity: 2)
        let keys = ["a", "b", "c"]
        for key in keys { #expect(memory.reserve(key, source: "s", now: Self.now) == .new) }
        for key in keys { #expect(memory.reserve(key, source: "s", now: Self.now) == .pending) }
        memory.release("a", source: "s")
        #expect(memory.count == 2)
        #expect(memory.evictions == 0)
    }

    @Test func `Released keys push nothing out`() {
        let memory = ReplayGuard(retention: .seconds(600), capacity: 100)
        #expect(memory.claim("kept", source: "a", now: Self.now))
        for number in 0..<10_000 {
            #expect(memory.claim("refused_\(number)", source: "a", now: Self.now))
            memory.release("refused_\(number)", source: "a")
        }
        #expect(!memory.claim("kept", source: "a", now: Self.now))
    }

    @Test func `Expired keys make room before younger ones do`() {
        let memory = ReplayGuard(retention: .seconds(10), capacity: 4)
        for number in 0..<4 { #expect(memory.claim("old_\(number)", source: "a", now: Self.now)) }
        #expect(memory.claim("new", source: "a", now: Self.now + .seconds(10)))
        #expect(memory.count == 3)
    }

    @Test func `It agrees with a plain list over random operations`() {
        var generator = SystemRandomNumberGenerator()
        for capacity in [1, 2, 7, 64] {
            let memory = ReplayGuard(retention: .seconds(50), capacity: capacity)
            var model: [(key: String, expiry: Timestamp)] = []
            var now = Self.now
            for _ in 0..<5_000 {
                now = now + .seconds(Int.random(in: 0..<2, using: &generator))
                let key = "k\(Int.random(in: 0..<100, using: &generator))"
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    memory.release(key, source: "s")
                    model.removeAll { $0.key == key }
                } else {
                    model.removeAll { $0.expiry <= now }
                    let isNew = !model.contains { $0.key == key }
                    if isNew {
                        if model.count == capacity { model.removeFirst() }
                        model.append((key, now + .seconds(50)))
                    }
                    #expect(memory.claim(key, source: "s", now: now) == isNew)
                }
            }
        }
    }

    @Test func `Of many tasks with one key exactly one gets it`() async {
        let memory = ReplayGuard(retention: .seconds(600), capacity: 10_000)
        let wins = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<2_000).count { memory.claim("msg_\($0)", source: "a", now: Self.now) }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wins == 2_000)
        #expect(memory.count == 2_000)
    }
}
