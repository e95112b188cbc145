import Evaluation
import JSON
import Testing
import Timing

@Suite struct FateLogTests {
    @Test func `An accepted event is known until a later fate replaces it`() {
        let log = FateLog(capacity: 100)
        log.recordAccepted("e1", serial: 0, source: "s", at: Timestamp(seconds: 5))
        #expect(log.fate(of: "e1")?.state == .accepted)
        var fate = EventFate(
            eventID: "e1", source: "s", state: .written, receivedAt: Timestamp(seconds: 5),
            updatedAt: Timestamp(seconds: 6))
        fate.rules = ["r"]
        log.record(fate)
        #expect(log.fate(of: "e1") == fate)
        #expect(log.fate(of: "e2") == nil)
    }

    @Test func `The oldest is forgotten first and memory stays bounded`() {
        let log = FateLog(capacity: 80)
        for index in 0..<10_000 {
            log.recordAccepted("e\(index)", serial: Int64(index), source: "s", at: Timestamp(seconds: 0))
        }
        #expect(log.count == 80)
        #expect(log.fate(of: "e0") == nil)
        #expect(log.fate(of: "e9999") != nil)
    }

    private static func fate(
        _ serial: Int64, _ state: EventFate.State, source: String = "s", attempts: Int = 1, at seconds: Int64
    ) -> EventFate {
        var fate = EventFate(
            eventID: "e", serial: serial, source: source, state: state, receivedAt: Timestamp(seconds: 0),
            updatedAt: Timestamp(seconds: seconds))
        fate.attempts = attempts
        return fate
    }

    @Test func `Events that share an id have a fate each, and the newest answers to it`() {
        let log = FateLog(capacity: 100)
        log.recordAccepted("e", serial: 1, source: "a", at: Timestamp(seconds: 0))
        log.recordAccepted("e", serial: 2, source: "b", at: Timestamp(seconds: 0))
        log.record(Self.fate(1, .written, source: "a", at: 5))
        #expect(log.count == 2)
        #expect(log.fate(of: "e")?.state == .accepted)
        #expect(log.fate(of: "e", source: "a")?.state == .written)
        #expect(log.fate(of: "e", source: "b")?.state == .accepted)
        #expect(log.fate(of: "e", source: "c") == nil)
    }

    @Test func `An id given to every event keeps its newest, and searches stay short`() {
        let log = FateLog(capacity: 8_000)
        for serial in 1...1_000 {
            log.recordAccepted("e", serial: Int64(serial), source: "s", at: Timestamp(seconds: 0))
        }
        #expect(log.count == 16)
        log.record(Self.fate(1_000, .dead, at: 9))
        #expect(log.fate(of: "e")?.state == .dead)
    }

    @Test(arguments: [
        (fate(1, .written, at: 2), fate(1, .waiting, at: 1), EventFate.State.written),
        (fate(1, .written, attempts: 2, at: 2), fate(1, .waiting, at: 2), .written),
        (fate(1, .dead, at: 1), fate(1, .accepted, attempts: 0, at: 2), .accepted),
        (fate(1, .waiting, at: 2), fate(1, .written, attempts: 2, at: 2), .written),
    ])
    func `A word that was overtaken changes nothing`(
        _ first: EventFate, _ second: EventFate, _ left: EventFate.State
    ) {
        let log = FateLog(capacity: 100)
        log.record(first)
        log.record(second)
        #expect(log.fate(of: "e")?.state == left)
        log.recordAccepted("e", serial: 1, source: "s", at: Timestamp(seconds: 0))
        #expect(log.fate(of: "e")?.state == left, "the worker was faster than the queue's answer")
    }

    @Test func `What leaves the ring leaves the index, in whatever order ids come`() {
        let log = FateLog(capacity: 400)
        var newest: [String: Int64] = [:]
        var state: UInt64 = 1
        for serial in 1...20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let id = "e\((state >> 33) % 2_000)"
            log.recordAccepted(id, serial: Int64(serial), source: "s", at: Timestamp(seconds: Int64(serial)))
            newest[id] = Int64(serial)
        }
        #expect(log.count == 400)
        for (id, serial) in newest {
            guard let fate = log.fate(of: id) else { continue }
            #expect(fate.serial == serial)
        }
        #expect(newest.keys.count { log.fate(of: $0) != nil } > 300)
    }

    @Test func `A fate says in JSON what is known and leaves out what is not`() {
        var fate = EventFate(
            eventID: "e1", source: "s", state: .dead, receivedAt: Timestamp(seconds: 0),
            updatedAt: Timestamp(seconds: 1))
        fate.detail = "why"
        fate.failures = [.init(grader: "judge", failure: GradeFailure(code: .truncated, message: "cut off"))]
        let json = fate.json
        #expect(json["state"] == "dead")
        #expect(json["detail"] == "why")
        #expect(json["failures"]?.array?.first?["code"] == "truncated")
        #expect(json["scores"] == nil)
        #expect(json["receivedAt"] == "1970-01-01T00:00:00.000Z")
    }

    @Test func `Beyond its bytes the oldest final fates go, and those still worked on stay`() {
        let log = FateLog(capacity: 100_000, maximumBytes: 800_000)
        func fate(_ number: Int, _ state: EventFate.State) -> EventFate {
            var fate = EventFate(
                eventID: "e\(number)", serial: Int64(number), source: "s", state: state,
                receivedAt: Timestamp(seconds: 0), updatedAt: Timestamp(seconds: 1))
            fate.detail = String(repeating: "x", count: 500)
            return fate
        }
        for number in 0..<100 { log.record(fate(number, .waiting)) }
        for number in 100..<10_000 { log.record(fate(number, .written)) }
        #expect(log.bytes <= 800_000)
        #expect(log.bytes > 600_000)
        #expect((0..<100).allSatisfy { log.fate(of: "e\($0)")?.state == .waiting })
        #expect(log.fate(of: "e100") == nil)
        #expect(log.fate(of: "e9999")?.state == .written)
        for number in 0..<100 { log.record(fate(number, .written)) }
        #expect(log.bytes <= 800_000)
    }

    @Test func `A long text in a fate is cut`() {
        var fate = Self.fate(1, .dead, at: 1)
        fate.detail = String(repeating: "é", count: 5_000)
        fate.failures = [
            .init(grader: "g", failure: GradeFailure(code: .internal, message: String(repeating: "m", count: 5_000)))
        ]
        fate.skipped = [.init(grader: "g", reason: "short")]
        let bounded = fate.bounded
        #expect(bounded.detail == String(repeating: "é", count: 1_000) + "…")
        #expect(bounded.failures[0].failure.message.count == 1_001)
        #expect(bounded.skipped == fate.skipped)
        #expect(bounded.size < 6_000 && fate.size > 15_000)
    }
}
