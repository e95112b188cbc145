import Evaluation
import JSON
import Testing

@testable import Graders

@Suite struct OverlapPropertyTests {
    /// Kinds whose value is 1 for equal texts with a word in them, whatever the words.
    private static let identical: [(String, JSONObject)] = [
        ("bleu", [:]), ("bleu", ["tokenize": "unicode_words"]), ("chrf", [:]), ("chrf++", [:]), ("gleu", [:]),
        ("rouge", ["tokenizer": "unicode_words"]), ("rouge_1", ["tokenizer": "char"]),
        ("rouge_lsum", ["tokenizer": "whitespace", "use_stemmer": true]), ("token_f1", [:]), ("jaccard", [:]),
        ("char_overlap", [:]), ("squad_exact_match", [:]), ("cosine", ["tokenizer": "graphemes"]),
    ]

    /// Kinds that give the same when output and reference change places.
    private static let symmetric: [(String, JSONObject)] = [
        ("gleu", [:]), ("rouge_1", [:]), ("rouge_2", ["tokenizer": "char"]), ("rouge", ["tokenizer": "unicode_words"]),
        ("token_f1", [:]), ("jaccard", [:]), ("cosine", [:]), ("chrf", ["beta": 1]),
    ]

    /// Kinds that are nearer to 0 the better.
    private static let rates = ["wer", "cer", "ter"]

    private static func texts(_ seed: UInt64, _ count: Int) -> [String] {
        var random = RandomUnicode(seed: seed)
        return (0..<count).map { _ in random.text() }
    }

    @Test(arguments: identical) func `Equal texts get 1`(_ kind: String, _ parameters: JSONObject) async throws {
        let grader = try grader(kind, parameters)
        for text in Self.texts(1, 200) where text.unicodeScalars.contains(where: { !Whitespace.contains($0) }) {
            let text = JSONValue.string("x" + text)
            let outcome = await grader.grade(Sample(output: text, expected: text, trace: Trace(id: "t")))
            let value = try #require(outcome.grade?.value.number)
            #expect(abs(value - 1) < 1e-12, "\(text.text)")
        }
    }

    @Test(arguments: rates) func `Equal texts need no edit`(_ kind: String) async throws {
        for text in Self.texts(2, 100) {
            #expect(try await value(kind, output: .string(text), expected: .string(text)).number == 0, "\(text)")
        }
    }

    @Test(arguments: symmetric)
    func `Output and reference may change places`(_ kind: String, _ parameters: JSONObject) async throws {
        let grader = try grader(kind, parameters)
        let texts = Self.texts(3, 200)
        for (left, right) in zip(texts, texts.dropFirst()) {
            let (left, right) = (JSONValue.string(left), JSONValue.string(right))
            let there = await grader.grade(Sample(output: left, expected: right, trace: Trace(id: "t")))
            let back = await grader.grade(Sample(output: right, expected: left, trace: Trace(id: "t")))
            #expect(there.failureCode == back.failureCode)
            guard let first = there.grade?.value.number, let second = back.grade?.value.number else { continue }
            #expect(abs(first - second) < 1e-12, "\(left.text) \(right.text)")
        }
    }

    @Test(arguments: OverlapVectorTable.calls)
    func `Any text gets a value on the scale, or none`(_ call: OverlapVectorTable.Call) async throws {
        let grader = try grader(call.kind, call.parameters)
        let texts = Self.texts(4, 120)
        for (output, reference) in zip(texts, texts.dropFirst()) {
            let sample = Sample(
                output: .string(output), expected: [.string(reference), .string(output)], trace: Trace(id: "t"))
            switch await grader.grade(sample) {
            case .graded(let grade):
                let number = try #require(grade.value.number)
                #expect(number >= 0 && number.isFinite, "\(output) \(reference)")
                #expect(grader.scale.direction == .lowerIsBetter || number <= 1, "\(output) \(reference)")
            case .failed(let failure): #expect(failure.code == .invalidInput && call.kind == "cosine")
            case .skipped: Issue.record("skipped")
            }
        }
    }

    @Test(arguments: Tokenizer.allCases) func `No tokenizer loses its way in any text`(_ tokenizer: Tokenizer) {
        for text in Self.texts(5, 300) {
            tokenizer.forEachToken(in: text) { token in
                #expect(!token.isEmpty && String(validating: token, as: UTF8.self) != nil, "\(text)")
            }
        }
    }
}
