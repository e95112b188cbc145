import Evaluation
import JSON
import Testing
import Timing

@Suite struct ScoreFactoryTests {
    @Test func `The parts of a grade become scores of their own below its name`() throws {
        let grade = Grade(
            .numeric(4), comment: "r", parts: [.init(name: "polite", value: .boolean(true))])
        let grader = ConfiguredGrader(
            name: "style", kind: "llm_judge", grader: .grader(FixedGrader(value: grade.value)), scoreConfigID: "c")
        let result = GraderResult(grader: grader, outcome: .graded(grade))
        let scores = ScoreFactory(project: "p").scores(
            from: [result], of: Trace(id: "t"), target: Target(traceID: "t"), eventTime: nil,
            acceptedAt: try #require(Timestamp(rfc3339: "2026-01-01T00:00:00Z")))
        #expect(scores.map(\.name) == ["style", "style.polite"])
        #expect(scores.map(\.value) == [.numeric(4), .boolean(true)])
        #expect(scores.map(\.comment) == ["r", "r"])
        #expect(scores.map(\.configID) == ["c", nil])
        #expect(Set(scores.map(\.id)).count == 2)
    }

    @Test func `The share of targets that are graded stands beside the scores of a sample`() throws {
        let results = ["some", "all"].map { name in
            GraderResult(
                grader: ConfiguredGrader(name: name, kind: "k", grader: .grader(FixedGrader(value: .boolean(true)))),
                outcome: .graded(Grade(.boolean(true), metadata: ["a": 1])))
        }
        let scores = ScoreFactory(project: "p").scores(
            from: results, of: Trace(id: "t"), target: Target(traceID: "t"), eventTime: nil,
            acceptedAt: try #require(Timestamp(rfc3339: "2026-01-01T00:00:00Z")), sampleRates: ["some": 0.25])
        #expect(scores.map(\.metadata) == [["a": 1, "sampleRate": 0.25], ["a": 1]])
    }

    /// Outcomes, whether it is the last attempt, and the status written; nil for none.
    static let statuses: [(outcome: GradeOutcome, isLast: Bool, status: String?)] = [
        (.graded(Grade(.numeric(1))), false, "ok"), (.skipped("no output"), true, nil),
        (.failed(GradeFailure(code: .refused, message: "no")), false, "refused"),
        (.failed(GradeFailure(code: .timeout, message: "late")), false, nil),
        (.failed(GradeFailure(code: .timeout, message: "late")), true, "timeout"),
    ]

    @Test(arguments: statuses) func `A status is written for a verdict and for a failure that is final`(
        _ outcome: GradeOutcome, _ isLast: Bool, _ status: String?
    ) throws {
        var grader = ConfiguredGrader(
            name: "tone", scoreName: "the tone", kind: "llm_judge",
            grader: .grader(FixedGrader(value: .numeric(1))), writesStatus: true)
        func statuses() throws -> [Score] {
            ScoreFactory(project: "p").statuses(
                from: [GraderResult(grader: grader, outcome: outcome)], of: Trace(id: "t"),
                target: Target(traceID: "t"), eventTime: nil,
                acceptedAt: try #require(Timestamp(rfc3339: "2026-01-01T00:00:00Z")), isLastAttempt: isLast)
        }
        let written = try statuses()
        #expect(written.map(\.value) == (status.map { [.categorical($0)] } ?? []))
        #expect(written.allSatisfy { $0.name == "the tone.status" && $0.metadata.isEmpty })
        #expect(
            written.allSatisfy {
                $0.id == ScoreIdentity.id(project: "p", target: Target(traceID: "t"), name: "the tone.status")
            })
        grader.writesStatus = false
        #expect(try statuses().isEmpty)
    }
}
