import Evaluation
import JSON
import Synchronization
import Testing

@Suite struct GraderPrerequisiteTests {
    private static func prerequisite(_ condition: JSONObject) throws -> GraderPrerequisite {
        var reader = JSONReader(JSONObject([("only_if", .object(condition))]), at: "/graders/1")
        let prerequisite = try GraderPrerequisite(from: &reader)
        try reader.finish()
        return try #require(prerequisite)
    }

    private static let unit = Scale.unit
    private static let labels = Scale(.categorical(["good", "bad"]))

    @Test(
        arguments: [
            (["at_least": 0.5], .numeric(0.5), true), (["at_least": 0.5], .numeric(0.49), false),
            (["at_most": 0.5], .numeric(0.5), true), (["at_most": 0.5], .numeric(0.51), false),
            (["at_least": 0.2, "at_most": 0.8], .numeric(0.9), false), (["equals": 1], .numeric(1), true),
            (["equals": 1], .numeric(0.9), false), (["in": [0, 1]], .numeric(1), true),
            (["in": [0, 1]], .numeric(0.5), false), (["equals": true], .boolean(true), true),
            (["equals": true], .boolean(false), false), (["equals": "bad"], .categorical("bad"), true),
            (["in": ["bad", "good"]], .categorical("good"), true), (["equals": "bad"], .categorical("good"), false),
            (["equals": "bad"], .categorical("good, bad"), true), (["in": ["bad"]], .categorical("good, bad"), true),
            (["equals": "good, bad"], .categorical("bad"), false),
            (["passed": true], .boolean(true), true), (["passed": false], .boolean(true), false),
            (["passed": false], .boolean(false), true), (["at_least": 1], .boolean(true), true),
            (["at_least": 1], .boolean(false), false),
        ] as [(JSONObject, ScoreValue, Bool)])
    func `A result lies in the range or not`(_ range: JSONObject, _ value: ScoreValue, _ holds: Bool) throws {
        var condition = range
        condition["grader"] = "first"
        let scale =
            if case .categorical = value { Self.labels } else if case .boolean = value { Scale.boolean } else {
                Self.unit
            }
        let decision = try Self.prerequisite(condition).decide(
            by: PartOutcome(outcome: .graded(Grade(value)), scale: scale))
        if holds {
            #expect(decision == .ask)
        } else {
            guard case .settled(.skipped(let reason)) = decision else {
                Issue.record("\(decision)")
                return
            }
            #expect(reason.contains("`first`") && reason.contains(value.json.text))
        }
    }

    @Test func `A threshold decides what has passed, also where lower is better`() throws {
        let prerequisite = try Self.prerequisite(["grader": "first", "passed": false])
        let scale = Scale(.unbounded, direction: .lowerIsBetter)
        for (value, asks) in [(11.0, true), (10.0, false)] {
            let part = PartOutcome(outcome: .graded(Grade(.numeric(value))), scale: scale, threshold: 10)
            #expect((prerequisite.decide(by: part) == .ask) == asks)
        }
    }

    @Test func `What cannot be known is a failure, and what was skipped a skip`() throws {
        let prerequisite = try Self.prerequisite(["grader": "first", "at_least": 0])
        for isTransient in [true, false] {
            let failure = GradeFailure(
                code: .timeout, message: "late", retryAfter: .seconds(3), isTransient: isTransient)
            guard
                case .settled(.failed(let own)) = prerequisite.decide(
                    by: PartOutcome(outcome: .failed(failure), scale: .unit))
            else {
                Issue.record("no failure")
                return
            }
            #expect(own.code == .partFailed)
            #expect(own.isTransient == isTransient)
            #expect(own.retryAfter == .seconds(3))
            #expect(own.message.contains("`first`") && own.message.contains("timeout"))
        }
        let skipped = prerequisite.decide(by: PartOutcome(outcome: .skipped("no output"), scale: .unit))
        #expect(skipped == .settled(.skipped("`only_if`: `first` was skipped")))
    }

    @Test(
        arguments: [
            ([:], ""), (["grader": "first"], ""), (["grader": "first", "at_lest": 1], "/at_lest"),
            (["grader": "first", "at_least": "x"], "/at_least"),
            (["grader": "first", "at_least": 1, "at_most": 0], "/at_most"),
            (["grader": "first", "equals": 1, "in": [1]], "/in"), (["grader": "first", "in": []], "/in"),
            (["grader": "first", "in": [1, [2]]], "/in/1"), (["grader": "first", "passed": 1], "/passed"),
        ] as [(JSONObject, String)])
    func `A condition that makes no sense is an error at its place`(_ condition: JSONObject, _ place: String) {
        let error = #expect(throws: JSONReadError.self) { try Self.prerequisite(condition) }
        #expect(error?.pointer == "/graders/1/only_if" + place)
    }

    @Test(
        arguments: [
            (["at_least": 1], labels, "/at_least"), (["equals": "ugly"], labels, "/equals"),
            (["equals": 1], labels, "/equals"),
            (["equals": true], unit, "/equals"), (["equals": 2], unit, "/equals"), (["in": [0, 2]], unit, "/in"),
            (["equals": 1], .boolean, "/equals"), (["passed": true], labels, "/passed"),
            (["passed": true], unit, "/passed"),
            (["passed": true], Scale(.boolean, direction: .neutral), "/passed"),
        ] as [(JSONObject, Scale, String)])
    func `A range that can never hold is an error at its key`(
        _ range: JSONObject, _ scale: Scale, _ place: String
    ) throws {
        var condition = range
        condition["grader"] = "first"
        let prerequisite = try Self.prerequisite(condition)
        let error = #expect(throws: JSONReadError.self) { try prerequisite.validate(PartTraits(scale: scale)) }
        #expect(error?.pointer == "/graders/1/only_if" + place)
        #expect(error?.message.contains("`first`") == true)
    }

    // MARK: In a suite

    private static func grader(
        _ name: String, _ grader: any Grader, after other: String? = nil, atLeast least: Double = 1
    ) -> ConfiguredGrader {
        var configured = ConfiguredGrader(name: name, kind: "fixed", grader: .grader(grader))
        var range = GraderPrerequisite.Range()
        range.atLeast = least
        configured.prerequisite = other.map { GraderPrerequisite(grader: $0, range: range) }
        return configured
    }

    @Test(arguments: [false, true], [false, true])
    func `A cascade asks in turn and stops at the first result outside its range`(_ first: Bool, _ waits: Bool) async {
        let asked = Mutex<[String]>([])
        let suite = GraderSuite([
            Self.grader("third", FixedGrader(value: .boolean(true), waits: waits), after: "second"),
            Self.grader("second", FixedGrader(value: .boolean(true), waits: true), after: "first"),
            Self.grader("first", FixedGrader(value: .boolean(first), waits: waits)),
        ])
        let results = await suite.grade(Trace(id: "t"), with: ["third"]) { grader, outcome, _ in
            if case .graded = outcome { asked.withLock { $0.append(grader.name) } }
        }
        #expect(results.map(\.grader.name) == ["third", "first", "second"])
        #expect(results.map(\.isRequested) == [true, false, false])
        #expect(asked.withLock { $0 } == (first ? ["first", "second", "third"] : ["first"]))
        if !first {
            #expect(results[0].outcome == .skipped("`only_if`: `second` was skipped"))
            #expect(results[2].outcome == .skipped("`only_if`: `first` is false, below 1"))
        }
    }

    @Test func `A failure travels down a cascade, and an aggregate may be what decides`() async {
        let late = GradeFailure(code: .timeout, message: "late")
        let suite = GraderSuite([
            Self.grader("judge", FixedGrader(value: .boolean(true), waits: true), after: "count", atLeast: 2),
            ConfiguredGrader(
                name: "count", kind: "sum",
                grader: .aggregator(GraderSuiteTests.CountingAggregator(parts: ["a", "b"]))),
            Self.grader("a", FixedGrader(value: .boolean(true), waits: true)),
            Self.grader("b", FixedGrader(value: .boolean(true))),
            Self.grader("bad", FixedGrader(failure: late, waits: true)),
            Self.grader("after", FixedGrader(value: .boolean(true)), after: "bad"),
        ])
        let results = await suite.grade(Trace(id: "t"), with: ["judge", "after"])
        #expect(results[0].outcome == .graded(Grade(.boolean(true))))
        guard case .failed(let failure) = results[1].outcome else {
            Issue.record("no failure")
            return
        }
        #expect(failure.code == .partFailed && failure.isTransient)
    }

    /// Graders that speak only once both of them were asked.
    private struct Meeting: Grader {
        let scale = Scale.boolean
        let requiredFields: [Sample.Field] = []
        let waits = true
        let mine: Expected
        let other: Expected
        func grade(_ sample: Sample) async -> GradeOutcome {
            mine.arrive()
            await other.wait()
            return .graded(Grade(.boolean(true)))
        }
    }

    /// Somebody who is waited for.
    private final class Expected: Sendable {
        private let stream = AsyncStream.makeStream(of: Void.self)
        func arrive() { stream.continuation.finish() }
        func wait() async { for await _ in stream.stream {} }
    }

    @Test(.timeLimit(.minutes(1)))
    func `Those whose condition holds run beside those that need none`() async {
        let (one, two) = (Expected(), Expected())
        let suite = GraderSuite([
            Self.grader("free", Meeting(mine: one, other: two)),
            Self.grader("first", FixedGrader(value: .boolean(true), waits: true)),
            Self.grader("bound", Meeting(mine: two, other: one), after: "first"),
        ])
        let results = await suite.grade(Trace(id: "t"), with: ["free", "bound"])
        #expect(results.prefix(2).allSatisfy { $0.outcome == .graded(Grade(.boolean(true))) })
    }

    @Test func `What is settled decides without being asked again`() async {
        let suite = GraderSuite([
            Self.grader("judge", FixedGrader(value: .boolean(true)), after: "first"),
            Self.grader("first", FixedGrader(value: .boolean(false))),
        ])
        let results = await suite.grade(
            Trace(id: "t"), with: ["judge"], settled: ["first": .graded(Grade(.boolean(true)))])
        #expect(results[0].outcome == .graded(Grade(.boolean(true))))
    }
}
