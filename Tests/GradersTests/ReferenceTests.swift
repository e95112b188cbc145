import Evaluation
import JSON
import Testing

@Suite struct ReferenceTests {
    private static let kinds = [
        "exact_match", "contains", "starts_with", "ends_with", "levenshtein", "jaro", "ratio", "sequence_matcher",
        "bleu",
        "rouge_1", "token_f1", "jaccard", "chrf", "gleu", "cosine", "osa", "wratio",
    ]

    @Test(
        arguments: kinds,
        [
            ("7", [7, "seven"]), ("seven", [7, "seven"]), ("seven", ["six", "seven"]), ("true", [false, true]),
            (7, [6, 7]), (["a": 1], [["a": 2], ["a": 1]]), (["7", 8], ["7", 8]), ([[7]], [[7]]),
        ] as [(JSONValue, JSONValue)])
    func `A list is a choice of references, unless the output is a list`(
        _ kind: String, _ pair: (JSONValue, JSONValue)
    ) async throws {
        let number = try #require(try await value(kind, output: pair.0, expected: pair.1).number)
        #expect(abs(number - 1) < 1e-9)
    }

    @Test(arguments: kinds)
    func `An output that is a list is not compared with the elements of another`(_ kind: String) async throws {
        let number = try #require(try await value(kind, output: [1, 2], expected: [[9, 8], [1, 2, 3]]).number)
        #expect(number < 1)
    }

    @Test(arguments: kinds + ["numeric_match", "numeric_diff"])
    func `More than a hundred references are refused`(_ kind: String) async throws {
        let references = [JSONValue](repeating: "5", count: 100)
        #expect(try await outcome(kind, output: "5", expected: .array(references)).grade != nil)
        let given = try await outcome(kind, output: "5", expected: .array(references + ["5"]))
        #expect(given.failureCode == .limitExceeded)
    }

    @Test(
        arguments: [
            ("[1, 2]", [1, 2], [:], true), (#"["A"]"#, ["a"], ["case_sensitive": false], true),
            (#"{"A": "X"}"#, ["A": "x"], ["case_sensitive": false], true),
            (#"{"A": "X"}"#, ["a": "x"], ["case_sensitive": false], false), ("[2, 1]", [1, 2], [:], false),
        ] as [(JSONValue, JSONValue, JSONObject, Bool)])
    func `A text that holds a list or an object may be meant as one`(
        _ output: JSONValue, _ expected: JSONValue, _ parameters: JSONObject, _ isEqual: Bool
    ) async throws {
        #expect(try await value("exact_match", parameters, output: output, expected: expected) == .boolean(isEqual))
    }
}
