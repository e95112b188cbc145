import Evaluation
import JSON

/// Judges the angle between output and reference as vectors of word counts.
struct CosineGrader: Grader {
    private let tokenizer: Tokenizer
    private let isCaseSensitive: Bool
    private let normalization: Normalization

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        tokenizer = try reader.choice("tokenizer", default: .wordCharacters)
        normalization = try Normalization(&reader)
        isCaseSensitive = try reader.bool("case_sensitive", default: false)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(sample, normalization, isLowercase: !isCaseSensitive)
            var words = Vocabulary()
            let output = words.tokens(of: texts.output, by: tokenizer)
            let references = texts.references.map { words.tokens(of: $0, by: tokenizer) }
            guard words.count > 0 else {
                throw GradeFailure(
                    code: .invalidInput,
                    message: "neither output nor reference has a word, so there is no angle; choose another `tokenizer`"
                )
            }
            let counts = Self.counts(output, of: words.count)
            let cosines = references.map { Self.cosine(counts, Self.counts($0, of: words.count)) }
            return Grade(
                .numeric(cosines.max() ?? 0),
                comment:
                    "\(Counted.text(output.count, "word")) against"
                    + " \(references.map { "\($0.count)" }.joined(separator: ", "))"
            )
        }
    }

    private static func counts(_ tokens: [Int32], of count: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: count)
        for token in tokens { counts[Int(token)] += 1 }
        return counts
    }

    private static func cosine(_ left: [Double], _ right: [Double]) -> Double {
        var (product, first, second) = (0.0, 0.0, 0.0)
        for index in left.indices {
            product += left[index] * right[index]
            first += left[index] * left[index]
            second += right[index] * right[index]
        }
        return product == 0 ? 0 : min(product / (first.squareRoot() * second.squareRoot()), 1)
    }
}

extension CosineGrader {
    static let kind = GraderKind(
        name: "cosine",
        aliases: ["bow_cosine", "word_cosine"],
        family: .overlap,
        summary:
            "How alike the counts of words in output and reference are, whatever their order; of several references"
            + " the best.",
        formula:
            "a·b / (|a| |b|): a and b how often each word occurs in output and reference; 0 when one has no word, and"
            + " no value when neither has. \(ComparedTexts.bound)",
        equals: "scikit-learn 1.9.1 cosine_similarity of CountVectorizer(token_pattern=r'(?u)\\b\\w+\\b')",
        parameters: [
            .init(
                "tokenizer", type: Tokenizer.list(), default: "word_characters",
                "What a word is: \(Tokenizer.summary)"),
            .init("case_sensitive", type: "boolean", default: "false", "Whether upper and lower case differ."),
            Normalization.parameter,
        ],
        examples: [
            .init(
                trace: ["id": "t", "output": "Tea, tea and milk", "expectedOutput": "tea and tea"],
                value: .numeric(5 / (6.0 * 5).squareRoot())),
            .init(trace: ["id": "t", "output": "…", "expectedOutput": "?"], value: nil),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try CosineGrader(&reader)) })
}
