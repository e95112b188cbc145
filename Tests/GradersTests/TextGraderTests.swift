import Evaluation
import JSON
import Testing

@Suite struct TextGraderTests {
    @Test(
        arguments: [
            ("4", 4, true), (4, 4.0, true), ("4.0", 4, false), (["a": 1], #"{"a":1.0}"#, true),
            (["a": 1, "b": 2], ["b": 2, "a": 1], true), (["a": nil], [:], false), ([1, 2], [2, 1], false),
            (["x"], ["x"], true), ("x", ["x"], true), ("true", true, true), ("{", ["a": 1], false),
            ("e\u{301}", "\u{E9}", false), ([["k": "e\u{301}"]], [["k": "\u{E9}"]], false), ("", "", true),
        ] as [(JSONValue, JSONValue, Bool)])
    func `Exact match compares text as text and JSON as JSON`(
        _ output: JSONValue, _ expected: JSONValue, _ isEqual: Bool
    ) async throws {
        #expect(try await value("exact_match", output: output, expected: expected) == .boolean(isEqual))
    }

    @Test func `The options hold inside JSON, but not for keys`() async throws {
        let options: JSONObject = ["case_sensitive": false]
        #expect(try await value("exact_match", options, output: ["a": "X"], expected: ["a": "x"]) == .boolean(true))
        #expect(try await value("exact_match", options, output: ["A": "x"], expected: ["a": "x"]) == .boolean(false))
    }

    @Test(arguments: [("ﬁne", "fine"), ("ｶﾞ", "ガ"), ("①", "1"), ("Å", "A\u{30A}"), ("Ⅷ", "VIII"), ("𝒳", "X")])
    func `NFKC counts compatible spellings as the same`(_ left: String, _ right: String) async throws {
        let output = JSONValue.string(left)
        #expect(
            try await value("exact_match", ["normalize": "nfkc"], output: output, expected: .string(right))
                == .boolean(true))
    }

    @Test func `A comment never shows more than an excerpt`() async throws {
        let long = JSONValue.string(String(repeating: "secret\n", count: 1000))
        for kind in ["exact_match", "contains", "numeric_match"] {
            let grade = try await outcome(kind, output: "5", expected: long).grade
            #expect(grade?.comment?.utf8.count ?? 0 < 200)
            #expect(grade?.comment?.contains("\n") != true)
        }
    }

    @Test func `An empty list of references is an invalid input`() async throws {
        for kind in ["exact_match", "contains", "levenshtein", "numeric_match"] {
            #expect(try await outcome(kind, output: "x", expected: []).failureCode == .invalidInput, "\(kind)")
        }
    }

    @Test(
        arguments: [
            ("contains", [:], "any"), ("contains_any", [:], "any"), ("contains_all", [:], "all"),
            ("contains", ["match": "all"], "all"), ("contains", ["values": ["red", "blue"]], "all"),
            ("contains", ["values": ["red", "blue"], "match": "any"], "any"),
            ("contains_any", ["values": ["red", "blue"]], "any"),
        ] as [(String, JSONObject, String)])
    func `Values are all wanted, references are a choice, and names decide`(
        _ kind: String, _ parameters: JSONObject, _ rule: String
    ) async throws {
        let one = try await value(kind, parameters, output: "a red car", expected: ["red", "blue"])
        #expect(one == .boolean(rule == "any"))
        let none = try await value(kind, parameters, output: "a RED car", expected: ["red", "blue"])
        #expect(none == .boolean(false))
        let both = try await value(kind, parameters, output: "red and blue", expected: ["red", "blue"])
        #expect(both == .boolean(true))
    }

    @Test func `Partial credit is the share found`() async throws {
        let outcome = try await outcome(
            "icontains", ["partial_credit": true, "values": ["red", "blue", "Green", "x"]], output: "Red, green")
        #expect(outcome.grade?.value == .numeric(0.5))
        #expect(outcome.grade?.comment == "2 of 4 found; `blue` is not there")
    }

    @Test(
        arguments: [
            ("aaaaaaaaab", "aab", true), ("abababac", "ababac", true), ("abc", "", true), ("", "", true),
            ("", "a", false), ("abc", "abcd", false), ("héllo", "é", true), ("e\u{301}", "é", false),
            ("日本語", "本", true),
        ])
    func `A text is found wherever it begins`(_ text: String, _ part: String, _ isFound: Bool) async throws {
        #expect(
            try await value("contains", output: .string(text), expected: .string(part)) == .boolean(isFound))
    }

    @Test(
        arguments: [
            ("scalars", 3, "e\u{301}x"), ("graphemes", 2, "e\u{301}x"), ("bytes", 4, "e\u{301}x"),
            ("words", 2, " one\u{1F}two "), ("words", 0, " \n"), ("graphemes", 1, "\r\n"), ("scalars", 2, "\r\n"),
            ("words", 2, "我喜欢喝茶 daily!"), ("words", 3, "can't e-mail 3.14"), ("words", 2, "?! …"),
            ("sentences", 2, "One. \"Two!\" "), ("sentences", 3, "One? Two 3.14 … Three"), ("sentences", 2, "你好。再见"),
            ("sentences", 0, "… ."), ("sentences", 1, "no end"), ("sentences", 0, ""),
        ])
    func `Lengths are in the unit asked for`(_ unit: String, _ length: Int64, _ text: String) async throws {
        let bounds: JSONObject = ["unit": .string(unit), "min": .integer(length), "max": .integer(length)]
        #expect(try await value("length", bounds, output: .string(text)) == .boolean(true))
    }

    @Test(arguments: [(6, "我喜欢喝茶 daily!"), (4, "can't e-mail 3.14"), (0, "?! …")] as [(Int64, String)])
    func `A tokenizer says what a word is`(_ length: Int64, _ text: String) async throws {
        let bounds: JSONObject = ["tokenizer": "unicode_words", "min": .integer(length), "max": .integer(length)]
        #expect(try await value("word_count", bounds, output: .string(text)) == .boolean(true))
        let error = try #require(try configurationError("length", ["max": 1, "tokenizer": "char"]))
        #expect(error.pointer == "/graders/0/tokenizer")
    }

    @Test func `A word count counts words unless told`() async throws {
        let bounds: JSONObject = ["min": 3, "max": 3]
        #expect(try await value("word_count", bounds, output: "one two three") == .boolean(true))
        #expect(try await value("word-count", bounds, output: "one") == .boolean(false))
        #expect(try await value("length", bounds, output: "one") == .boolean(true))
        #expect(try await value("word_count", ["unit": "scalars", "max": 3], output: "one") == .boolean(true))
        let grade = try await outcome("word_count", ["max": 1], output: "one").grade
        #expect(grade?.comment == "1 word, wanted at most 1")
        let error = try #require(try configurationError("length", ["max": 1, "unit": "tokens"]))
        #expect(error.pointer == "/graders/0/unit" && error.message.contains("`token_count`"))
    }

    @Test(
        arguments: [
            ("contains", ["values": [" "], "unit": "words"]), ("contains_any", ["values": ["a", ""]]),
            ("contains", ["values": ["  "], "strip": true]), ("starts_with", ["values": "\n", "unit": "words"]),
            ("ends_with", ["values": [""], "unit": "graphemes"]),
        ] as [(String, JSONObject)])
    func `A text that would be found everywhere is refused`(_ kind: String, _ parameters: JSONObject) throws {
        #expect(try configurationError(kind, parameters)?.pointer == "/graders/0/values")
    }

    @Test(
        arguments: [
            ("eq", nil), ("ne", "invert"), ("like", "`contains`"), ("ilike", "`icontains`"), ("regex", "another kind"),
        ] as [(JSONValue, String?)])
    func `Of OpenAI's comparisons one is done, the others are named`(_ operation: JSONValue, _ advice: String?) throws {
        let error = try configurationError("string_check", ["operation": operation])
        #expect(error?.message.contains(advice ?? "") ?? (advice == nil))
    }

    @Test(arguments: ["contains", "contains_any", "starts_with", "ends_with"])
    func `The output is not read without end`(_ kind: String) async throws {
        let output = JSONValue.string(String(repeating: "a", count: 1 << 20))
        let references = [JSONValue](repeating: "b", count: 100)
        let given = try await outcome(kind, output: output, expected: .array(references))
        #expect(given.failureCode == .limitExceeded)
        #expect(try await value(kind, output: output, expected: .array(Array(references[..<60]))) == .boolean(false))
    }

    @Test(
        arguments: [
            ("starts_with", "`no` is not at the start"), ("ends_with", "`no` is not at the end"),
        ])
    func `A comment says what is not there`(_ kind: String, _ start: String) async throws {
        #expect(try await outcome(kind, output: "x", expected: "no").grade?.comment == start)
        let two = try await outcome(kind, output: "x", expected: ["no", "nay"]).grade
        #expect(two?.comment == start + " nor any of 1 other text")
    }

    @Test(
        arguments: [
            (#"{"a": 1}"#, [:], true), ("1", [:], true), ("1", ["allow_scalars": false], false), ("", [:], false),
            ("[1,]", [:], false), ("NaN", [:], false), (["a": 1], ["allow_scalars": false], true),
            ("```json\n{}\n```", [:], false), ("```json\n{}\n```", ["extract": "fence"], true),
            ("{}", ["extract": "fence"], true), ("~ {a} [x] {\"b\": \"}\"} ~", ["extract": "first"], true),
            ("no json", ["extract": "first"], false), ("{} {}", [:], false),
        ] as [(JSONValue, JSONObject, Bool)])
    func `JSON is told from what only looks like it`(
        _ output: JSONValue, _ parameters: JSONObject, _ isJSON: Bool
    ) async throws {
        #expect(try await value("is_json", parameters, output: output) == .boolean(isJSON))
    }

    @Test(
        arguments: [
            ("length", [:], "/graders/0"), ("length", ["min": 3, "max": 2], "/graders/0/max"),
            ("length", ["min": -1], "/graders/0/min"), ("length", ["max": 1, "unit": "chars"], "/graders/0/unit"),
            ("exact_match", ["normalize": "nfd"], "/graders/0/normalize"),
            ("exact_match", ["case_sensitve": true], "/graders/0/case_sensitve"),
            ("contains", ["values": []], "/graders/0/values"),
            ("contains_any", ["partial_credit": true], "/graders/0/partial_credit"),
            ("numeric_match", ["abs_tol": -1], "/graders/0/abs_tol"),
            ("levenshtein", ["max_distance": 1.5], "/graders/0/max_distance"),
        ] as [(String, JSONObject, String)])
    func `A wrong parameter is an error at its place`(
        _ kind: String, _ parameters: JSONObject, _ pointer: String
    ) throws {
        #expect(try configurationError(kind, parameters)?.pointer == pointer)
    }
}
