import Evaluation
import JSON
import Testing

@testable import Graders

@Suite struct OverlapGraderTests {
    @Test(
        arguments: [
            ("bleu", ["smooth_value": 0.5], "/graders/0/smooth_value"),
            ("bleu", ["smooth": "method1", "max_order": 3], "/graders/0/max_order"),
            ("bleu", ["tokenize": "moses"], "/graders/0/tokenize"),
            ("bleu", ["max_order": 0], "/graders/0/max_order"),
            ("rouge", ["variant": "rougeS"], "/graders/0/variant"),
            ("gleu", ["min_len": 3, "max_len": 2], "/graders/0/max_len"),
            ("chrf", ["beta": -1], "/graders/0/beta"),
            ("meteor", ["alpha": 2], "/graders/0/alpha"),
            ("wer", ["method": "mer"], "/graders/0/method"),
        ] as [(String, JSONObject, String)])
    func `A wrong parameter is an error at its place`(
        _ kind: String, _ parameters: JSONObject, _ pointer: String
    ) throws {
        #expect(try configurationError(kind, parameters)?.pointer == pointer)
    }

    @Test(arguments: GraderCatalogue.overlap.map(\.name))
    func `A mebibyte is graded or refused, and more is refused`(_ kind: String) async throws {
        // One word, so that no bound but that of the bytes is met: `char_overlap` and the rates of edits count letters.
        let text = String(repeating: "a", count: ComparedTexts.maximumBytes / 2)
        let just = try await outcome(kind, output: .string(text), expected: .string(text))
        #expect(just.grade != nil)
        let more = try await outcome(kind, output: .string(text + "a"), expected: .string(text))
        #expect(more.failureCode == .limitExceeded)
    }

    @Test(
        arguments: [
            ("rouge", 33_000), ("rouge_lsum", 17_000), ("wer", 33_000), ("ter", 1001),
        ])
    func `Work that grows with the product of the lengths has a bound`(_ kind: String, _ count: Int) async throws {
        let output = (0..<count).map { "\($0 % 7919)" }.joined(separator: " ")
        let reference = (0..<count).map { "\($0 * 7 % 7907)" }.joined(separator: " ")
        let given = try await outcome(kind, output: .string(output), expected: .string(reference))
        #expect(given.failureCode == .limitExceeded)
    }

    @Test func `Long texts that are alike cost nothing to tell apart`() async throws {
        let text = String(repeating: "word ", count: 8000)
        #expect(try await value("cer", output: .string(text + "x"), expected: .string(text + "y")).number ?? 1 < 1e-4)
    }

    @Test func `The lines that are compared have a bound too`() async throws {
        let lines = (0..<513).map { "w\($0)" }.joined(separator: "\n")
        let given = try await outcome("rouge_lsum", output: .string(lines), expected: .string(lines))
        #expect(given.failureCode == .limitExceeded)
    }

    @Test(
        arguments: [
            ("bleu", ["tokenize": "zh"]), ("rouge_1", ["tokenizer": "unicode_words"]),
            ("rouge_2", ["tokenizer": "unicode_words"]), ("chrf", [:]), ("gleu", ["tokenizer": "unicode_words"]),
            ("token_f1", ["tokenizer": "unicode_words"]), ("jaccard", ["tokenizer": "unicode_words"]),
            ("cosine", ["tokenizer": "unicode_words"]),
        ] as [(String, JSONObject)])
    func `Identical Chinese can score 1`(_ kind: String, _ parameters: JSONObject) async throws {
        let text: JSONValue = "今天天气很好，我们去公园。"
        let same = try await value(kind, parameters, output: text, expected: text)
        #expect(abs(try #require(same.number) - 1) < 1e-12)
        let other = try await value(kind, parameters, output: text, expected: "今天天气不好")
        #expect(try #require(other.number) < 1)
    }

    @Test func `A rate has no upper bound, lower is better, and an accuracy fits an aggregate`() async throws {
        let rate = try grader("wer")
        #expect(rate.scale == Scale(.unbounded, direction: .lowerIsBetter))
        #expect(try await value("wer", output: "a b c d", expected: "x").number == 4)
        #expect(try grader("wer", ["score": "accuracy"]).scale == .unit)
        #expect(try await value("wer", ["score": "accuracy"], output: "a b c d", expected: "x").number == 0)
    }

    @Test func `A comment says what was counted`() async throws {
        let given = try await outcome("rouge_1", output: "the cat sat", expected: "the cat ran off")
        #expect(given.grade?.comment == "2 words shared, output has 3, reference 4")
        let shifted = try await outcome("ter", output: "c d a b", expected: "a b c d")
        #expect(shifted.grade?.comment == "1 edit, reference has 4 words")
        let letters = try await outcome("wer", ["tokenizer": "char"], output: "ab", expected: "a")
        #expect(letters.grade?.comment == "1 edit, reference has 1 character")
        let one = try await outcome("rouge_2", output: "a b", expected: "a b c")
        #expect(one.grade?.comment == "1 run of 2 words shared, output has 1, reference 2")
    }

    @Test func `A shifted run of words is one edit for TER and several for WER`() async throws {
        #expect(try await value("ter", output: "c d e a b", expected: "a b c d e").number == 0.2)
        #expect(try await value("wer", output: "c d e a b", expected: "a b c d e").number == 0.8)
    }

    @Test(arguments: GraderCatalogue.overlap.map(\.name))
    func `Spellings are the same when asked`(_ kind: String) async throws {
        func ask(_ parameters: JSONObject) async throws -> Double {
            try #require(try await value(kind, parameters, output: "cafe\u{301} ﬁn", expected: "caf\u{E9} fin").number)
        }
        let isASCII = kind.hasPrefix("rouge")
        let (plain, composed, compatible) = try await (
            ask(["normalize": "none"]), ask(["normalize": "nfc"]), ask(["normalize": "nfkc"])
        )
        if kind.hasSuffix("_rate") {
            #expect(plain > composed && composed > compatible && compatible == 0)
        } else {
            #expect(plain <= composed && composed <= compatible && plain < compatible || isASCII)
        }
        #expect(try configurationError(kind, ["normalize": "nfd"])?.pointer == "/graders/0/normalize")
    }

    @Test(
        arguments: [
            ("wer", "word", "wer"), ("wer", "char", "cer"), ("cer", "word", "wer"), ("cer", "char", "cer"),
            ("ter", "word", "ter"),
        ])
    func `An error rate can be told its unit`(_ kind: String, _ unit: String, _ same: String) async throws {
        let told = try await outcome(kind, ["unit": .string(unit)], output: "c d e a b", expected: "a b c d e")
        #expect(try await outcome(same, output: "c d e a b", expected: "a b c d e") == told)
    }

    @Test(
        arguments: [
            ("ter", ["unit": "char"], "unit"), ("wer", ["unit": "line"], "unit"),
            ("wer", ["unit": "char", "method": "cer"], "unit"), ("meteor", ["synonyms": "wordnet"], "synonyms"),
            ("meteor", ["synonyms": true], "synonyms"), ("token_f1", ["normalize": "lowercase"], "normalize"),
        ] as [(String, JSONObject, String)])
    func `What is not done is refused`(_ kind: String, _ parameters: JSONObject, _ key: String) throws {
        #expect(try configurationError(kind, parameters)?.pointer == "/graders/0/\(key)")
    }

    @Test(arguments: ["off", false, nil] as [JSONValue]) func `Synonyms can be off`(_ synonyms: JSONValue) throws {
        #expect(try configurationError("meteor", ["synonyms": synonyms]) == nil)
    }

    @Test func `A perfect match of words is its own kind, a yes or no`() async throws {
        #expect(try grader("squad_exact_match").scale == .boolean)
        #expect(try await value("squad_exact_match", output: "the cat!", expected: ["dog", "Cat"]) == .boolean(true))
    }
}
