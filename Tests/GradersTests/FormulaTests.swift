import Evaluation
import Graders
import JSON
import Testing

@Suite struct FormulaTests {
    private func formula(_ text: String, _ more: JSONObject = [:]) throws -> any Aggregator {
        var parameters = more
        parameters["formula"] = .string(text)
        guard case .aggregator(let aggregator) = try build("formula", parameters) else {
            throw GradeFailure(code: .internal, message: "formula is no aggregator")
        }
        return aggregator
    }

    /// The outcome for a = 0.5, b = 0.25, zero = 0 and one = 1, in a range wide enough for all of them.
    private func outcome(_ text: String, _ more: JSONObject = ["min": -1000, "max": 1000]) throws -> GradeOutcome {
        let values = ["a": 0.5, "b": 0.25, "zero": 0, "one": 1, "tool-use": 0.75]
        let outcomes = values.mapValues { PartOutcome(outcome: .graded(Grade(.numeric($0))), scale: .unit) }
        return try formula(text, more).aggregate(outcomes)
    }

    @Test(
        arguments: [
            ("a + b * 2", 1), ("(a + b) * 2", 1.5), ("a - b - b", 0), ("8 / 4 / 2 * one", 1), ("-a + 1", 0.5),
            ("--a", 0.5), ("-a * -b", 0.125), ("2 * -a", -1), ("1.5e2 * a", 75), ("a > b", 1), ("a + b < b", 0),
            ("a >= 0.5", 1), ("a <= b", 0), ("a == 2 * b", 1), ("a != 2 * b", 0), ("min(a, b, one)", 0.25),
            ("max(a, b)", 0.5), ("mean(a, b, 0)", 0.25), ("abs(b - a)", 0.25), ("sqrt(b)", 0.5),
            ("clamp(a * 9, 0, one)", 1), ("clamp(-a, 0, 1)", 0), ("pow(a, 2)", 0.25), ("floor(a)", 0), ("ceil(a)", 1),
            ("round(a)", 1), ("exp(zero)", 1), ("log(one)", 0), ("if(a > b, a, b)", 0.5),
            ("if(zero == 0, 0, one / zero)", 0), ("\"tool-use\" * 2", 1.5), ("\t(\n(a))", 0.5),
            ("if((a > b) * (b > a), 1, a)", 0.5),
        ] as [(String, Double)])
    func `Arithmetic is what it is elsewhere`(_ text: String, _ value: Double) throws {
        #expect(try outcome(text).grade?.value == .numeric(value))
    }

    @Test(
        arguments: [
            ("one / zero", "division by zero at character 5"), ("min(one, a / (b - b))", "division by zero"),
            ("sqrt(b - a)", "`sqrt` at character 1"), ("log(zero)", "`log`"), ("pow(zero, -1)", "`pow`"),
            ("exp(999 * one)", "`exp`"), ("1e308 * 10 * one", "`*` at character 7"),
            ("1001 * one", "1001 is not from -1000 to 1000"), ("a - 2000", "not from"),
        ])
    func `What is no number in range is a failure`(_ text: String, _ message: String) throws {
        let given = try outcome(text)
        guard case .failed(let failure) = given else { return #expect(Bool(false), "\(given)") }
        #expect(failure.code == .invalidInput && !failure.isTransient)
        #expect(failure.message.contains(message), "\(failure.message)")
    }

    @Test func `Rounding does not push a result over its bound`() throws {
        // 0.1 * 3 is more than 0.3, and 0.7 + 0.2 + 0.1 less than 1.
        #expect(try outcome("0.1 * 3 * one / 0.3", [:]).grade?.value == .numeric(1))
        #expect(try outcome("1.000001 * one", [:]).failureCode == .invalidInput)
    }

    @Test(
        arguments: [
            ("", "character 1: expected a grader, a number or `(`, found the end"),
            ("a +", "character 4: expected a grader"), ("a b", "character 3: expected an operator, found `b`"),
            ("(a + b", "character 7: expected `)` to close what character 1 opened, found the end"),
            ("a + b)", "character 6: expected an operator, found `)`"),
            ("a = b", "character 3: `=` has no meaning here"),
            ("a % b", "character 3: `%` has no meaning"), ("sum(a, b)", "character 1: there is no function `sum`"),
            ("clamp(a, 1)", "character 1: `clamp` takes three arguments: value, lowest, highest, found 2"),
            ("min()", "character 5: expected a grader"), ("a < b < 1", "character 7: expected an operator"),
            ("1.2.3 * a", "character 4: `.` has no meaning"), ("2e * a", "character 1: `2e` is not a number"),
            ("1e999 * a", "character 1: "), ("\"a", "character 1: the quote is not closed"),
            ("1 + 2", "names no grader"), ("é + ü *", "character 8: expected a grader"),
            (String(repeating: "(", count: 60) + "a", "character 51: nested more than 50 deep"),
            ("a" + String(repeating: "+a", count: 600), "character 1001: a formula has at most 1000"),
        ])
    func `A mistake is refused with its place`(_ text: String, _ message: String) throws {
        let error = try #require(try configurationError("formula", ["formula": .string(text)]))
        #expect(error.pointer == "/graders/0/formula" && error.message.hasPrefix(message), "\(error.message)")
    }

    @Test(
        arguments: [
            (["formula": "a", "min": 1], "/graders/0/max"),
            (["formula": "a", "on_failure": "ignore"], "/graders/0/on_failure"),
            ([:], "/graders/0"), (["formula": "a", "direction": "up"], "/graders/0/direction"),
        ] as [(JSONObject, String)])
    func `Senseless parameters are refused`(_ parameters: JSONObject, _ pointer: String) throws {
        #expect(try configurationError("formula", parameters)?.pointer == pointer)
    }

    @Test func `A part that has no place between 0 and 1 is refused where the formula names it`() throws {
        let formula = try formula("a + 2 * tone", ["max": 3])
        #expect(formula.parts == ["a", "tone"])
        let error = #expect(throws: JSONReadError.self) {
            try formula.validate([
                "a": PartTraits(scale: .unit), "tone": PartTraits(scale: Scale(.categorical(["x", "y"]))),
            ])
        }
        #expect(error?.pointer == "/graders/0/formula")
        #expect(error?.message.hasPrefix("character 9: `tone` gives labels") == true)
        #expect(formula.error(at: "a", "nobody").message == "character 1: nobody")
    }

    @Test func `The declared range and direction are the scale`() throws {
        let cost = try formula("5 * a", ["min": 0, "max": 5, "direction": "lower_is_better"])
        #expect(cost.scale == Scale(.numeric(0...5), direction: .lowerIsBetter))
    }
}
