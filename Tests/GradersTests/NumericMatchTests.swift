import Evaluation
import JSON
import Testing

@Suite struct NumericMatchTests {
    @Test(
        arguments: [
            ("1,234.50", [1234.5]), ("1,2,3", [1, 2, 3]), ("12,345,678", [12_345_678]), ("1,2345", [1, 2345]),
            ("1'234 and 5\u{202F}678", [1234, 5678]), ("-5", [-5]), ("5-3", [5, 3]), ("\u{2212}$5.25", [-5.25]),
            ("(-7)", [-7]), ("2024-01-02", [2024, 1, 2]), ("6.5e-3 5em 2e", [0.0065, 5, 2]), (".5 and 5.", [0.5, 5]),
            ("H2O v2 GPT-4", [4]), ("答案是42。", [42]), ("٣٫", [3]), ("１２", [12]), ("1e999 7", [7]),
            ("+3", [3]),
        ] as [(String, [Double])])
    func `Numbers are read as people write them`(_ text: String, _ numbers: [Double]) async throws {
        let expected = JSONValue.array(numbers.map { .number($0) })
        let outcome = try await outcome(
            "numeric_match", ["extract": "all", "rel_tol": 0], output: .string(text), expected: expected)
        #expect(outcome.grade?.value == .boolean(true), "\(outcome)")
    }

    @Test(
        arguments: [
            ("first", "3 of 7", true), ("last", "7, or 3", true), ("last", "3 of 7", false), ("all", "3", true),
            ("all", "3 3", false),
        ])
    func `The number asked for is compared`(_ extract: String, _ output: String, _ isMatch: Bool) async throws {
        let parameters: JSONObject = ["extract": .string(extract)]
        #expect(
            try await value("numeric_match", parameters, output: .string(output), expected: 3) == .boolean(isMatch))
    }

    @Test(
        arguments: [
            (100.00005, 100, [:], true), (100.001, 100, [:], false), (105, 100, ["abs_tol": 5], true),
            (105, 100, ["rel_tol": 0.05], true), (-5, 5, [:], false), (0, 0, [:], true), (1e-9, 0, [:], false),
            (1e308, -1e308, [:], false),
        ] as [(JSONValue, JSONValue, JSONObject, Bool)])
    func `The larger tolerance holds`(
        _ output: JSONValue, _ expected: JSONValue, _ parameters: JSONObject, _ isMatch: Bool
    ) async throws {
        #expect(try await value("numeric_match", parameters, output: output, expected: expected) == .boolean(isMatch))
    }

    @Test func `A decimal comma is read when asked for`() async throws {
        #expect(
            try await value("numeric_match", ["decimal": "comma"], output: "1.234,5 €", expected: 1234.5)
                == .boolean(true))
    }

    @Test func `An output without a number is a real no, a reference without one a failure`() async throws {
        #expect(try await value("numeric_match", output: "none", expected: 3) == .boolean(false))
        #expect(try await outcome("numeric_match", output: "3", expected: "three").failureCode == .invalidInput)
        #expect(try await outcome("numeric_match", output: "3", expected: ["3", "x"]).failureCode == .invalidInput)
    }

    @Test func `One of several references is enough`() async throws {
        #expect(try await value("numeric_match", output: "7", expected: [3, "about 7"]) == .boolean(true))
    }

    @Test(
        arguments: [
            ("first", "point", "3 or 7", 3, 1), ("last", "point", "3 or 7", 7, 1),
            ("last", "comma", "2 mal 1.000,5", 1000.5, 1),
            ("all", "point", "3 and 105", [3, 100], (1 + (1 - 5.0 / 205)) / 2), ("all", "point", "3", [3, 4], 0.5),
            ("first", "point", "105", ["200", 100], 1 - 5.0 / 205),
        ] as [(JSONValue, JSONValue, JSONValue, JSONValue, Double)])
    func `The nearness is that of the numbers asked for`(
        _ extract: JSONValue, _ decimal: JSONValue, _ output: JSONValue, _ expected: JSONValue, _ nearness: Double
    ) async throws {
        let parameters: JSONObject = ["extract": extract, "decimal": decimal]
        let value = try await value("numeric_diff", parameters, output: output, expected: expected)
        #expect(abs(try #require(value.number) - nearness) < 1e-12)
    }
}
