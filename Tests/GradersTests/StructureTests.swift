import Evaluation
import Graders
import JSON
import Testing

@Suite struct StructureTests {
    @Test(
        arguments: [
            (#"{"age": "3"}"#, "/age: expected integer, found string (#/properties/age/type)"),
            ("{}", "(root): `age` is missing (#/required)"), (#"{"age": 3}"#, "follows the schema"),
        ])
    func `The comment says where the schema is broken`(_ output: String, _ comment: String) async throws {
        let schema: JSONValue = ["properties": ["age": ["type": "integer"]], "required": ["age"]]
        let outcome = try await outcome("json_schema", ["schema": schema], output: .string(output))
        #expect(outcome.grade?.comment == comment)
        #expect(outcome.grade?.value == .boolean(comment == "follows the schema"))
    }

    @Test func `A schema may be text, of either draft`() async throws {
        let text: JSONValue = #"{"items": [{"type": "string"}]}"#
        #expect(
            try await value("json_schema", ["schema": text, "draft": "7"], output: [1]) == .boolean(false))
        let error = try configurationError("json_schema", ["schema": text])
        #expect(error?.pointer == "/graders/0/schema")
        #expect(error?.message.contains("#/items: ") == true)
    }

    @Test(
        arguments: [
            (["schema": ["properties": ["a": ["type": "text"]]]], "/graders/0/schema/properties/a/type"),
            (["schema": ["$defs": ["a": ["minimum": "1"]]]], "/graders/0/schema/$defs/a/minimum"),
            (["schema": ["$anchor": "1"]], "/graders/0/schema/$anchor"),
            (["schema": ["$ref": "#"]], "/graders/0/schema"),
            (["schema": "{"], "/graders/0/schema"), (["schema": 3], "/graders/0/schema"), ([:], "/graders/0"),
        ] as [(JSONObject, String)])
    func `A wrong schema is a configuration error at its place`(_ parameters: JSONObject, _ pointer: String) throws {
        #expect(try configurationError("json_schema", parameters)?.pointer == pointer)
    }

    @Test func `A schema that needs too much is a failure, not a no`() async throws {
        let outcome = try await outcome(
            "json_schema", ["schema": ["$dynamicAnchor": "a", "$dynamicRef": "#a"]], output: "1")
        #expect(outcome.failureCode == .limitExceeded)
    }

    @Test(
        arguments: [
            ("[1, NaN]", true), (#"{"a": -Infinity}"#, true), ("NaN", true), (#"["NaN", N]"#, false), ("[Nan]", false),
            ("1NaN", false), ("-NaN", false), ("[1.NaN]", false), ("[1e5NaN]", false), ("[NaN1]", false),
            ("[--Infinity]", false), ("[1, -Infinity , NaN]", true), ("\n Infinity\t", true), (#"{NaN: 1}"#, false),
            (#"{"a":NaN}"#, true), ("[NaNInfinity]", false),
        ])
    func `Python's numbers count when asked for`(_ output: String, _ isJSON: Bool) async throws {
        #expect(try await value("is_json", ["allow_nan": true], output: .string(output)) == .boolean(isJSON))
        #expect(try await value("is_json", output: .string(output)) == .boolean(false))
    }

    @Test(arguments: ["is_json", "contains_json"])
    func `A schema and Python's numbers exclude each other`(_ kind: String) async throws {
        let parameters: JSONObject = ["schema": ["items": ["maximum": 1]], "allow_nan": true]
        for output in ["[NaN]", "[0, -Infinity]", "[2, Infinity]"] as [JSONValue] {
            #expect(try await outcome(kind, parameters, output: output).failureCode == .invalidInput)
        }
        #expect(try await value(kind, parameters, output: #"[1, 0]"#) == .boolean(true))
        #expect(try await value(kind, parameters, output: #"["NaN"]"#) == .boolean(true))
        #expect(try await value(kind, parameters, output: "[2]") == .boolean(false))
    }

    @Test func `A search given up in what is ignored is a failure, not a no`() async throws {
        let text = JSONValue.string(String(repeating: "a", count: 64) + "!")
        let outcome = try await outcome(
            "json_match", ["ignore": "$[?match(@, '(a|aa)+')]"], output: ["t": text], expected: ["t": text])
        #expect(outcome.failureCode == .limitExceeded)
        let error = try configurationError("json_match", ["ignore": "$[?match(@, '(')]"])
        #expect(error?.pointer == "/graders/0/ignore" && error?.message.contains("(at byte 12)") == true)
    }

    @Test func `Text as Python writes it escapes the delete character`() async throws {
        // "\u007f" has eight characters, the list around it ten.
        let value = try await value("json_diff", output: ["\u{7F}"], expected: [["\u{7F}"]])
        #expect(value == .numeric(0.8))
    }

    @Test(
        arguments: [
            ("{}", #"{"a": [1, 2]}"#, #"{"a": [1, 2]}"#, "the same JSON value"),
            ("{}", #"{"a": [1, 2]}"#, #"{"a": [2, 1]}"#, "/a/0: found `1`, expected `2`"),
            (#"{"ordered_lists": false}"#, #"{"a": [1, 2]}"#, #"{"a": [2, 1]}"#, "the same JSON value"),
            ("{}", #"{"a": 1, "b": 2}"#, #"{"a": 1}"#, "/b: not expected"),
            (#"{"ignore_extra_keys": true}"#, #"{"a": 1, "b": 2}"#, #"{"a": 1}"#, "the same JSON value"),
            (#"{"ignore_extra_keys": true}"#, "{}", #"{"a": null}"#, "/a: missing"),
            (#"{"numeric_tolerance": 0.01}"#, "[1.005]", "[1]", "the same JSON value"),
            (#"{"numeric_tolerance": 0.01}"#, "[1.5]", "[1]", "/0: found `1.5`, expected `1`"),
            (#"{"ignore": "$.meta"}"#, #"{"a": 1, "meta": 2}"#, #"{"a": 1}"#, "the same JSON value"),
            (#"{"ignore": ["$..[?@.noise]"]}"#, #"[{"noise": 0}, 1]"#, "[1]", "the same JSON value"),
            ("{}", "not JSON", "{}", "the output is not JSON"),
            ("{}", "[true]", "[1]", "/0: found `true`, expected `1`"),
            ("{}", "{\"e\u{301}\": 1}", "{\"\u{E9}\": 1}", "/\u{E9}: missing"),
            ("{}", "[1]", "[1, 2]", "(root): 1 elements, expected 2"),
        ])
    func `JSON values match under their options, or the first difference is named`(
        _ parameters: String, _ output: String, _ expected: String, _ comment: String
    ) async throws {
        let parameters = try #require(try JSONValue(parsing: parameters).object)
        let outcome = try await outcome(
            "json_match", parameters, output: .string(output), expected: .string(expected))
        #expect(outcome.grade?.comment == comment)
        #expect(outcome.grade?.value == .boolean(comment == "the same JSON value"))
    }

    @Test func `Without order every element needs a partner of its own`() async throws {
        let parameters: JSONObject = ["ordered_lists": false, "numeric_tolerance": 1]
        // 1.5 fits both; taking it for 1 would leave 2.4 without partner.
        #expect(try await value("json_match", parameters, output: [1.5, 0.5], expected: [1, 2.4]) == .boolean(true))
        #expect(try await value("json_match", parameters, output: [1.5, 1.5], expected: [1, 4]) == .boolean(false))
        let nested: JSONValue = [[[3, 1], [2]], [[1]]]
        #expect(
            try await value("json_match", ["ordered_lists": false], output: nested, expected: [[[1]], [[2], [1, 3]]])
                == .boolean(true))
    }

    @Test func `A reference that is no JSON is a failure`() async throws {
        #expect(try await outcome("json_match", output: "{}", expected: "{").failureCode == .invalidInput)
    }

    @Test func `Lists too long to compare without order are a failure`() async throws {
        let list = JSONValue.array((0..<1500).map { .integer($0) })
        let outcome = try await outcome(
            "json_match", ["ordered_lists": false], output: list, expected: .array(list.array!.reversed()))
        #expect(outcome.failureCode == .limitExceeded)
    }

    @Test(
        arguments: [
            ("{}", "true", "1", 0), (#"{"booleans_are_numbers": true}"#, "true", "1", 1), ("{}", "null", "null", 1),
            ("{}", "null", "1", 0), ("{}", #""[1]""#, "[1]", 1),
            (#"{"preserve_strings": true}"#, #""[1]""#, "[1]", 0.6),
            (#"{"string_kind": "exact"}"#, #""ab""#, #""ac""#, 0), (#"{"number_kind": "exact"}"#, "1", "2", 0),
            ("{}", "[]", "[1]", 0), ("{}", "1.0", #""1.0""#, 0.6), ("{}", "1", #""é""#, 0.0),
            // As Python writes them: 1e+22 and "1e+22", 1e-07 and "1e-7".
            ("{}", "1.2e16", #""1.2e+16""#, 0.777777777777778), ("{}", "1e22", #""1e+22""#, 0.714285714285714),
            ("{}", "1e-7", #""1e-7""#, 0.5),
        ] as [(String, String, String, Double)])
    func `JSON differences are measured part by part`(
        _ parameters: String, _ output: String, _ expected: String, _ similarity: Double
    ) async throws {
        // A sample's own null is no output, so the values go into a list.
        let parameters = try #require(try JSONValue(parsing: parameters).object)
        let given = try await value(
            "json_diff", parameters, output: [JSONValue(parsing: output)], expected: [JSONValue(parsing: expected)])
        #expect(abs(try #require(given.number) - similarity) < 1e-9)
    }

    @Test func `Opposite giants differ wholly, equal giants not at all`() async throws {
        #expect(try await value("numeric_diff", output: 1e308, expected: -1e308) == .numeric(0))
        #expect(try await value("numeric_diff", output: 1.7e308, expected: 1.7e308) == .numeric(1))
        #expect(try await outcome("numeric_diff", output: "none", expected: 1).failureCode == .invalidInput)
    }

    @Test func `The best pairing is found where the first that fits is not`() async throws {
        // ab takes abcd (1/2), so that abc can have abc (1); each taking the nearest left gives 2/3 + 3/4.
        let given = try await value("list_contains", output: ["ab", "abc"], expected: ["abc", "abcd"])
        #expect(given == .numeric(0.75))
    }
}
