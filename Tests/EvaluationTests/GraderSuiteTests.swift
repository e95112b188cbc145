import Evaluation
import JSON
import Testing

@Suite struct GraderSuiteTests {
    /// Adds up how many of its parts were graded.
    struct CountingAggregator: Aggregator {
        var parts: [String]
        let scale = Scale(.unbounded)
        func error(at part: String, _ message: String) -> JSONReadError {
            JSONReadError(pointer: "/of/\(part)", message: message)
        }
        func validate(_ parts: [String: PartTraits]) throws(JSONReadError) {}
        func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome {
            let graded = outcomes.values.count { if case .graded = $0.outcome { true } else { false } }
            return .graded(Grade(.numeric(Double(graded))))
        }
    }

    static func configured(_ name: String, _ grader: any Grader) -> ConfiguredGrader {
        ConfiguredGrader(name: name, kind: "fixed", grader: .grader(grader))
    }

    @Test func `A failing grader stops no other`() async {
        let suite = GraderSuite([
            Self.configured("bad", FixedGrader(failure: GradeFailure(code: .timeout, message: "late"), waits: true)),
            Self.configured("good", FixedGrader(value: .boolean(true))),
            Self.configured("slow", FixedGrader(value: .boolean(false), waits: true)),
        ])
        let results = await suite.grade(Trace(id: "t"), with: ["bad", "good", "slow"])
        #expect(results.map(\.grader.name) == ["bad", "good", "slow"])
        #expect(results[0].outcome == .failed(GradeFailure(code: .timeout, message: "late")))
        #expect(results[1].outcome == .graded(Grade(.boolean(true))))
        #expect(results[2].outcome == .graded(Grade(.boolean(false))))
    }

    @Test func `A trace without output is skipped and a missing reference is a failure`() async {
        let suite = GraderSuite([
            Self.configured("needs output", FixedGrader(value: .boolean(true), requiredFields: [.output])),
            Self.configured("needs expected", FixedGrader(value: .boolean(true), requiredFields: [.expected])),
        ])
        let results = await suite.grade(Trace(id: "t"), with: ["needs output", "needs expected"])
        #expect(results[0].outcome == .skipped("the trace has no output"))
        guard case .failed(let failure) = results[1].outcome else {
            Issue.record("expected a failure")
            return
        }
        #expect(failure.code == .missingInput)
        #expect(failure.message.contains("map.expected"))
    }

    @Test
    func `An aggregator has its parts asked although no rule names them, and they are told apart from what is named`()
        async
    {
        let suite = GraderSuite([
            ConfiguredGrader(name: "sum", kind: "sum", grader: .aggregator(CountingAggregator(parts: ["a", "b"]))),
            Self.configured("a", FixedGrader(value: .boolean(true))),
            Self.configured("b", FixedGrader(failure: GradeFailure(code: .refused, message: "no"))),
        ])
        let results = await suite.grade(Trace(id: "t"), with: ["sum"])
        #expect(results.map(\.grader.name) == ["sum", "a", "b"])
        #expect(results.map(\.isRequested) == [true, false, false])
        #expect(results[0].outcome == .graded(Grade(.numeric(1))))
    }

    @Test func `What is settled is not asked again`() async {
        let suite = GraderSuite([Self.configured("a", FixedGrader(value: .boolean(true)))])
        let known = GradeOutcome.graded(Grade(.boolean(false), comment: "from the first attempt"))
        let results = await suite.grade(Trace(id: "t"), with: ["a"], settled: ["a": known])
        #expect(results.map(\.outcome) == [known])
    }

    @Test func `Inverting and thresholds work on the grader's scale`() {
        var grader = Self.configured("a", FixedGrader(value: .numeric(2), scale: Scale(.numeric(1...5))))
        grader.invert = true
        grader.threshold = 3
        guard case .graded(let grade) = grader.finish(.graded(Grade(.numeric(2)))) else {
            Issue.record("expected a grade")
            return
        }
        #expect(grade.value == .numeric(4))
        // Turned round, a low value is the good one: 4 has not passed a threshold of 3.
        #expect(grade.metadata["passed"] == false)
        #expect(grader.scale.direction == .lowerIsBetter)
    }
}
