import Evaluation
import Graders
import JSON
import Testing

@Suite struct WeightedMeanTests {
    private func mean(_ weights: JSONObject = ["a": 3, "b": 1], onFailure: String = "fail") throws -> any Aggregator {
        let built = try build("weighted_mean", ["of": .object(weights), "on_failure": .string(onFailure)])
        guard case .aggregator(let aggregator) = built else { throw GradeFailure(code: .internal, message: "") }
        return aggregator
    }

    private func graded(_ value: ScoreValue, _ scale: Scale = .unit) -> PartOutcome {
        PartOutcome(outcome: .graded(Grade(value)), scale: scale)
    }

    private let failed = PartOutcome(
        outcome: .failed(GradeFailure(code: .rateLimited, message: "busy", retryAfter: .seconds(9))), scale: .unit)
    private let skipped = PartOutcome(outcome: .skipped("no output"), scale: .unit)

    @Test func `Values are brought to 0...1 by their scales first`() throws {
        let oneToFive = Scale(.numeric(1...5), direction: .lowerIsBetter)
        let given = try mean().aggregate(["a": graded(.numeric(2), oneToFive), "b": graded(.boolean(true), .boolean)])
        #expect(given.grade?.value == .numeric((3 * 0.75 + 1) / 4))
        #expect(given.grade?.comment == "a 0.75 × 3 + b 1 × 1")
    }

    @Test func `A failed part fails the mean, and may pass later`() throws {
        let given = try mean().aggregate(["a": graded(.numeric(1)), "b": failed])
        guard case .failed(let failure) = given else { return #expect(Bool(false), "\(given)") }
        #expect(failure.code == .partFailed)
        #expect(failure.isTransient)
        #expect(failure.retryAfter == .seconds(9))
        #expect(failure.message == "no value from b (rate_limited)")
    }

    @Test func `A failure that will not pass makes the whole permanent`() throws {
        let refused = PartOutcome(outcome: .failed(GradeFailure(code: .refused, message: "no")), scale: .unit)
        guard case .failed(let failure) = try mean().aggregate(["a": refused, "b": failed]) else {
            return #expect(Bool(false))
        }
        #expect(!failure.isTransient)
    }

    @Test(arguments: [("fail", nil), ("ignore", 0.8), ("zero", 0.6)] as [(String, Double?)])
    func `The rule decides about failed and skipped parts`(_ rule: String, _ value: Double?) throws {
        for lost in [failed, skipped] {
            let given = try mean(onFailure: rule).aggregate(["a": graded(.numeric(0.8)), "b": lost])
            #expect(given.grade?.value.number.map { abs($0 - (value ?? -1)) < 1e-12 } == (value == nil ? nil : true))
            #expect(value != nil || given.failureCode == .partFailed)
        }
    }

    @Test(arguments: ["fail", "ignore", "zero"])
    func `When all parts were skipped the mean is skipped`(_ rule: String) throws {
        #expect(
            try mean(onFailure: rule).aggregate(["a": skipped, "b": skipped]) == .skipped("all parts were skipped"))
    }

    @Test func `Nothing left to take the mean of is a failure`() throws {
        #expect(try mean(onFailure: "ignore").aggregate(["a": failed, "b": skipped]).failureCode == .partFailed)
        #expect(try mean().aggregate([:]).failureCode == .partFailed)
    }

    @Test(
        arguments: [
            (.categorical(["x", "y"]), .higherIsBetter), (.unbounded, .higherIsBetter), (.boolean, .neutral),
            (.numeric(1...1), .higherIsBetter),
        ] as [(Scale.Kind, Scale.Direction)])
    func `Parts without a place between 0 and 1 are refused`(_ kind: Scale.Kind, _ direction: Scale.Direction) throws {
        let parts = ["a": PartTraits(scale: .unit), "b": PartTraits(scale: Scale(kind, direction: direction))]
        let error = #expect(throws: JSONReadError.self) { try mean().validate(parts) }
        #expect(error?.pointer == "/graders/0/of/b")
    }

    @Test func `Unknown parts are refused and known ones accepted`() throws {
        #expect(throws: JSONReadError.self) { try mean().validate(["a": PartTraits(scale: .unit)]) }
        try mean().validate(["a": PartTraits(scale: .unit), "b": PartTraits(scale: .boolean)])
    }

    @Test(
        arguments: [
            ([:], "/graders/0"), (["of": [:]], "/graders/0/of"), (["of": ["a": 0]], "/graders/0/of/a"),
            (["of": ["a": "much"]], "/graders/0/of/a"), (["of": ["a": nil]], "/graders/0/of/a"),
        ] as [(JSONObject, String)])
    func `Weights must be numbers above 0`(_ parameters: JSONObject, _ pointer: String) throws {
        #expect(try configurationError("weighted_mean", parameters)?.pointer == pointer)
    }

    @Test func `Weights of any size keep the mean finite`() throws {
        let given = try mean(["a": 1e308, "b": 1e308]).aggregate(["a": graded(.numeric(1)), "b": graded(.numeric(0))])
        #expect(given.grade?.value == .numeric(0.5))
    }
}
