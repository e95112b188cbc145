import Evaluation
import JSON
import Testing
import Timing

@Suite struct ScoreIdentityTests {
    // Computed with Python's uuid.uuid5 over the same namespace and name.
    @Test func `The id is the UUIDv5 of project, target and name`() {
        let trace = ScoreIdentity.id(project: "default", target: Target(traceID: "tr-1"), name: "exact")
        #expect(trace == "dcb7e5dc-9c9b-596f-89d1-f9b168d2292c")
        let target = Target(traceID: "tr-1", observationID: "ob-1")
        #expect(
            ScoreIdentity.id(project: "default", target: target, name: "exact")
                == "ae5358f2-424d-5816-b4b1-027b237bd804")
    }

    @Test func `Project, trace, observation and name all tell ids apart`() {
        let ids = [
            ScoreIdentity.id(project: "a", target: Target(traceID: "t"), name: "n"),
            ScoreIdentity.id(project: "b", target: Target(traceID: "t"), name: "n"),
            ScoreIdentity.id(project: "a", target: Target(traceID: "u"), name: "n"),
            ScoreIdentity.id(project: "a", target: Target(traceID: "t", observationID: "o"), name: "n"),
            ScoreIdentity.id(project: "a", target: Target(traceID: "t"), name: "m"),
        ]
        #expect(Set(ids).count == ids.count)
    }

    @Test func `A score keeps the day of its trace when it is graded again after midnight`() throws {
        let evening = try #require(Timestamp(rfc3339: "2026-11-20T23:59:59Z"))
        let morning = try #require(Timestamp(rfc3339: "2026-11-21T00:00:01Z"))
        let grader = ConfiguredGrader(name: "exact", kind: "fixed", grader: .grader(FixedGrader(value: .boolean(true))))
        let results = [GraderResult(grader: grader, outcome: .graded(Grade(.boolean(true))))]
        let factory = ScoreFactory(project: "default")
        var trace = Trace(id: "tr-1")
        trace.timestamp = evening
        for acceptedAt in [evening, morning] {
            let scores = factory.scores(
                from: results, of: trace, target: Target(traceID: "tr-1"), eventTime: morning, acceptedAt: acceptedAt)
            #expect(scores.map(\.timestamp) == [evening])
        }
    }

    @Test func `Without a time of its own a trace takes that of its event, else that of its acceptance`() {
        let grader = ConfiguredGrader(name: "exact", kind: "fixed", grader: .grader(FixedGrader(value: .boolean(true))))
        let results = [GraderResult(grader: grader, outcome: .graded(Grade(.boolean(true))))]
        let factory = ScoreFactory(project: "default")
        func time(_ eventTime: Timestamp?) -> Timestamp? {
            factory.scores(
                from: results, of: Trace(id: "t"), target: Target(traceID: "t"), eventTime: eventTime,
                acceptedAt: Timestamp(seconds: 2)
            ).first?.timestamp
        }
        #expect(time(Timestamp(seconds: 1)) == Timestamp(seconds: 1))
        #expect(time(nil) == Timestamp(seconds: 2))
    }

    @Test func `Failures and skips make no score`() {
        let grader = ConfiguredGrader(name: "g", kind: "fixed", grader: .grader(FixedGrader(value: .boolean(true))))
        let results = [
            GraderResult(grader: grader, outcome: .failed(GradeFailure(code: .unparseable, message: "no verdict"))),
            GraderResult(grader: grader, outcome: .skipped("no output")),
        ]
        let scores = ScoreFactory(project: "default").scores(
            from: results, of: Trace(id: "t"), target: Target(traceID: "t"), eventTime: nil,
            acceptedAt: Timestamp(seconds: 0))
        #expect(scores.isEmpty)
    }
}
