import Evaluation
import JSON
import Testing
import Timing

/// The probability with which a score came to be.
@Suite struct SampleRateTests {
    /// Adds its parts up; when `isStrict` only if all of them were graded, else as many as there are.
    private struct Sum: Aggregator {
        var parts: [String]
        var isStrict: Bool
        let scale = Scale(.unbounded)
        func error(at part: String, _ message: String) -> JSONReadError {
            JSONReadError(pointer: part, message: message)
        }
        func validate(_ parts: [String: PartTraits]) throws(JSONReadError) {}
        func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome {
            let graded = outcomes.values.count { if case .graded = $0.outcome { true } else { false } }
            guard graded == outcomes.count || (!isStrict && graded > 0) else { return .skipped("too few") }
            return .graded(Grade(.numeric(Double(graded))))
        }
    }

    /// Is true when all of its parts were graded, else false: a verdict in either case.
    private struct AllThere: Aggregator {
        var parts: [String]
        let scale = Scale.boolean
        func error(at part: String, _ message: String) -> JSONReadError {
            JSONReadError(pointer: part, message: message)
        }
        func validate(_ parts: [String: PartTraits]) throws(JSONReadError) {}
        func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome {
            let isWhole = outcomes.values.allSatisfy { if case .graded = $0.outcome { true } else { false } }
            return .graded(Grade(.boolean(isWhole)))
        }
    }

    private static func grader(_ name: String, rate: Double?) -> ConfiguredGrader {
        var grade = Grade(.boolean(true))
        grade.sampleRate = rate
        var fixed = FixedGrader(value: .boolean(true), waits: rate != nil)
        fixed.outcome = .graded(grade)
        return ConfiguredGrader(name: name, kind: "fixed", grader: .grader(fixed))
    }

    private static func score(_ grade: Grade, rules: [String: Double]) throws -> [JSONObject] {
        let grader = ConfiguredGrader(name: "a", kind: "k", grader: .grader(FixedGrader(value: grade.value)))
        return ScoreFactory(project: "p").scores(
            from: [GraderResult(grader: grader, outcome: .graded(grade))], of: Trace(id: "t"),
            target: Target(traceID: "t"), eventTime: nil, acceptedAt: Timestamp(seconds: 1), sampleRates: rules
        ).map(\.metadata)
    }

    /// The share that budgets leave, that the rules take, and what stands beside the score.
    static let rates: [(budget: Double?, rule: Double?, written: JSONValue?)] = [
        (nil, nil, nil), (nil, 0.25, 0.25), (1, nil, 1), (0.5, nil, 0.5), (1, 0.25, 0.25), (0.5, 0.25, 0.125),
    ]

    @Test(arguments: rates)
    func `The share of the rules times that of the budgets stands beside every score of a judge`(
        _ rates: (budget: Double?, rule: Double?, written: JSONValue?)
    ) throws {
        var grade = Grade(.boolean(true), parts: [.init(name: "part", value: .boolean(false))])
        grade.sampleRate = rates.budget
        let rules = rates.rule.map { ["a": $0, "b": 0.1] } ?? [:]
        #expect(try Self.score(grade, rules: rules).map { $0["sampleRate"] } == [rates.written, rates.written])
    }

    @Test(
        arguments: [(nil, nil, nil), (0.5, nil, 0.5), (1, nil, 1), (0.5, 0.25, 0.25), (0.25, 0.5, 0.25)]
            as [(Double?, Double?, Double?)])
    func `What is asked only after another has spoken is as rare as that one`(
        _ first: Double?, _ own: Double?, _ result: Double?
    ) async {
        var second = Self.grader("second", rate: own)
        second.prerequisite = GraderPrerequisite(grader: "first", range: .init())
        let suite = GraderSuite([Self.grader("first", rate: first), second])
        let results = await suite.grade(Trace(id: "t"), with: ["second"])
        #expect(results.map(\.rate) == [result, first])
    }

    /// What `gate` must be, whether its value is turned round, whether another aggregate stands between, and the share of
    /// what is asked by it.
    static let gates: [(values: [ScoreValue]?, inverts: Bool, isNested: Bool, rate: Double)] = [
        ([.boolean(true)], false, false, 0.25), (nil, false, false, 1),
        ([.boolean(false), .boolean(true)], false, false, 1), ([.boolean(false)], true, false, 0.25),
        ([.boolean(true)], false, true, 1),
    ]

    @Test(arguments: gates)
    func `What is asked by the value of an aggregate is as rare as that value, though the aggregate is always there`(
        _ gate: (values: [ScoreValue]?, inverts: Bool, isNested: Bool, rate: Double)
    ) async {
        // Outside the share of the judge `gate` is false; `whole` is always true.
        let inner = ConfiguredGrader(
            name: "gate", kind: "all", grader: .aggregator(AllThere(parts: ["judge", "exact"])), invert: gate.inverts)
        let outer = ConfiguredGrader(
            name: "whole", kind: "all", grader: .aggregator(AllThere(parts: ["gate", "exact"])))
        var range = GraderPrerequisite.Range()
        range.values = gate.values
        var deep = Self.grader("deep", rate: nil)
        deep.prerequisite = GraderPrerequisite(grader: gate.isNested ? "whole" : "gate", range: range)
        let suite = GraderSuite([
            Self.grader("judge", rate: 0.25), Self.grader("exact", rate: nil), inner, outer, deep,
        ])
        let results = await suite.grade(Trace(id: "t"), with: ["deep", "gate"])
        #expect(results.prefix(2).map(\.rate) == [gate.rate, 1])
    }

    /// Whether all parts are needed, the shares of the parts, and that of the aggregate.
    static let aggregates: [(isStrict: Bool, parts: [Double?], rate: Double?)] = [
        (true, [nil, nil], nil), (true, [nil, 1], 1), (true, [nil, 0.5], 0.5), (true, [0.25, 0.5], 0.25),
        (false, [nil, 0.5], 1), (false, [0.25, 0.5], 0.5), (false, [0.5, 0.5], 0.5), (false, [1, 0.5], 1),
    ]

    @Test(arguments: aggregates) func `An aggregate is as rare as the parts without which there would be none`(
        _ aggregate: (isStrict: Bool, parts: [Double?], rate: Double?)
    ) async {
        let sum = ConfiguredGrader(
            name: "sum", kind: "sum", grader: .aggregator(Sum(parts: ["0", "1"], isStrict: aggregate.isStrict)))
        let parts = aggregate.parts.enumerated().map { Self.grader(String($0), rate: $1) }
        let results = await GraderSuite(parts + [sum]).grade(Trace(id: "t"), with: ["sum"])
        #expect(results.first?.rate == aggregate.rate)
    }
}

extension GraderResult {
    /// The share noted with the verdict.
    fileprivate var rate: Double? { if case .graded(let grade) = outcome { grade.sampleRate } else { nil } }
}
