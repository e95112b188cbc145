import Evaluation
import JSON
import Testing
import Timing

@Suite struct FateLogTests {
    @Test func `An accepted event is known until a later fate replaces it`() {
        let log = FateLog(capacity: 100)
        log.recordAccepted("e1", source: "s", at: Timestamp(seconds: 5))
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
        for index in 0..<10_000 { log.recordAccepted("e\(index)", source: "s", at: Timestamp(seconds: 0)) }
        #expect(log.count == 80)
        #expect(log.fate(of: "e0") == nil)
        #expect(log.fate(of: "e9999") != nil)
    }

    @Test func `A forgotten event frees its slot for the next in turn`() {
        let log = FateLog(capacity: 8)
        for index in 0..<1_000 {
            log.recordAccepted("e\(index)", source: "s", at: Timestamp(seconds: 0))
            log.forget("e\(index)")
        }
        #expect(log.count == 0)
        log.recordAccepted("last", source: "s", at: Timestamp(seconds: 0))
        #expect(log.fate(of: "last") != nil)
    }

    @Test func `What is accepted and forgotten in any order is told apart`() {
        let log = FateLog(capacity: 8_000)
        var known: Set<String> = []
        var state: UInt64 = 1
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let id = "e\((state >> 33) % 500)"
            if state >> 63 == 0 {
                log.recordAccepted(id, source: "s", at: Timestamp(seconds: 0))
                known.insert(id)
            } else {
                log.forget(id)
                known.remove(id)
            }
        }
        #expect(log.count == known.count)
        for number in 0..<500 { #expect((log.fate(of: "e\(number)") != nil) == known.contains("e\(number)")) }
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
}
