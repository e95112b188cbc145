import Evaluation
import Graders
import JSON
import Testing

@Suite struct AggregatorTests {
    private let failed = PartOutcome(
        outcome: .failed(GradeFailure(code: .timeout, message: "late", retryAfter: .seconds(3))), scale: .unit)
    private let skipped = PartOutcome(outcome: .skipped("no output"), scale: .unit)

    private func aggregator(_ kind: String, _ parameters: JSONObject) throws -> any Aggregator {
        guard case .aggregator(let aggregator) = try build(kind, parameters) else {
            throw GradeFailure(code: .internal, message: "\(kind) is no aggregator")
        }
        return aggregator
    }

    private func graded(_ value: ScoreValue, _ scale: Scale = .unit, threshold: Double? = nil) -> PartOutcome {
        PartOutcome(outcome: .graded(Grade(value)), scale: scale, threshold: threshold)
    }

    /// What each kind makes of 0.2 and 0.6, and under `on_failure: zero` of 0.6 and a failure.
    @Test(arguments: [("mean", 0.4, 0.3), ("min", 0.2, 0), ("max", 0.6, 0.6)])
    func `A statistic is taken of normalised values`(_ kind: String, _ value: Double, _ zeroed: Double) throws {
        let oneToFive = Scale(.numeric(1...5), direction: .lowerIsBetter)
        let aggregator = try aggregator(kind, ["of": ["a", "b"]])
        // 4.2 of 1...5, lower being better, is 0.2.
        let given = aggregator.aggregate(["a": graded(.numeric(4.2), oneToFive), "b": graded(.numeric(0.6))])
        #expect(abs(try #require(given.grade?.value.number) - value) < 1e-12)
        #expect(given.grade?.comment == "of a 0.2, b 0.6")
        let lenient = try self.aggregator(kind, ["of": ["a", "b"], "on_failure": "zero"])
        let rest = lenient.aggregate(["a": graded(.numeric(0.6)), "b": failed])
        #expect(rest.grade?.value == .numeric(zeroed))
        #expect(rest.grade?.comment == "of a 0.6, b 0; counted as 0: b")
    }

    @Test(arguments: ["mean", "min", "max", "all_of", "any_of", "formula"])
    func `Every aggregate fails with its part unless told otherwise, and is skipped when all parts are`(
        _ kind: String
    ) throws {
        let parameters: JSONObject = kind == "formula" ? ["formula": "a * b"] : ["of": ["a", "b"]]
        let aggregator = try aggregator(kind, parameters)
        let given = aggregator.aggregate(["a": graded(.boolean(true), .boolean), "b": failed])
        guard case .failed(let failure) = given else { return #expect(Bool(false), "\(given)") }
        #expect(failure.code == .partFailed && failure.isTransient && failure.retryAfter == .seconds(3))
        #expect(failure.message == "no value from b (timeout)")
        #expect(aggregator.aggregate(["a": skipped, "b": skipped]) == .skipped("all parts were skipped"))
    }

    /// Whether `a` and `b` passed, then what all_of and any_of say.
    @Test(
        arguments: [
            (0.9, true, true, true), (0.9, false, false, true), (0.1, true, false, true), (0.1, false, false, false),
        ])
    func `A part passes by its threshold, or as a boolean`(_ a: Double, _ b: Bool, _ all: Bool, _ any: Bool) throws {
        let parts = ["a": graded(.numeric(a), threshold: 0.5), "b": graded(.boolean(b), .boolean)]
        for (kind, value) in [("all_of", all), ("any_of", any)] {
            #expect(try aggregator(kind, ["of": ["a", "b"]]).aggregate(parts).grade?.value == .boolean(value))
        }
    }

    @Test func `What did not pass is named`() throws {
        let parts = [
            "a": graded(.numeric(12), Scale(.unbounded, direction: .lowerIsBetter), threshold: 10),
            "b": graded(.boolean(false), Scale(.boolean, direction: .lowerIsBetter)), "c": failed,
        ]
        let given = try aggregator("any_of", ["of": ["a", "b", "c"], "on_failure": "ignore"]).aggregate(parts)
        #expect(given.grade?.value == .boolean(true))
        #expect(given.grade?.comment == "1 of 2 passed; not passed: a; left out: c")
    }

    @Test(
        arguments: [
            (PartTraits(scale: .unit), "has no `threshold`"),
            (PartTraits(scale: Scale(.unbounded)), "has no `threshold`"),
            (PartTraits(scale: Scale(.categorical(["x", "y"]))), "gives labels"),
            (PartTraits(scale: Scale(.boolean, direction: .neutral)), "neither good nor bad"),
        ])
    func `A part that cannot pass is refused`(_ traits: PartTraits, _ message: String) throws {
        let all = try aggregator("all_of", ["of": ["a", "b"]])
        let error = #expect(throws: JSONReadError.self) {
            try all.validate(["a": PartTraits(scale: .boolean), "b": traits])
        }
        #expect(error?.pointer == "/graders/0/of/1" && error?.message.contains(message) == true)
        try all.validate(["a": PartTraits(scale: .boolean), "b": PartTraits(scale: .unit, threshold: 0.5)])
    }

    @Test(
        arguments: [
            (["of": []], "/graders/0/of"), ([:], "/graders/0"), (["of": ["a", "a"]], "/graders/0/of/1"),
            (["of": ["a": 1]], "/graders/0/of"), (["of": ["a"], "on_failure": "skip"], "/graders/0/on_failure"),
        ] as [(JSONObject, String)])
    func `A list of parts names each once`(_ parameters: JSONObject, _ pointer: String) throws {
        for kind in ["mean", "min", "max", "all_of", "any_of"] {
            #expect(try configurationError(kind, parameters)?.pointer == pointer)
        }
    }

    @Test func `An aggregate may be a part of another`() async throws {
        let quality = ConfiguredGrader(
            name: "quality", kind: "mean", grader: try build("mean", ["of": ["exact", "json"]]))
        let suite = GraderSuite([
            ConfiguredGrader(
                name: "gate", kind: "all_of", grader: try build("all_of", ["of": ["good", "exact"]])),
            ConfiguredGrader(
                name: "good", kind: "formula", grader: try build("formula", ["formula": "2 * quality - 1"]),
                threshold: 0.5),
            quality,
            ConfiguredGrader(name: "exact", kind: "exact_match", grader: try build("exact_match")),
            ConfiguredGrader(name: "json", kind: "is_json", grader: try build("is_json")),
        ])
        let trace = try TraceDecoder.decode(["id": "t", "output": "[1]", "expectedOutput": "[1]"])
        let results = await suite.grade(trace, with: ["gate"])
        #expect(results.first?.outcome.grade?.value == .boolean(true))
        #expect(results.map(\.grader.name).sorted() == ["exact", "gate", "good", "json", "quality"])
    }
}
