import Evaluation
import JSON

/// Judges by the smaller of precision and recall over word runs.
struct GLEUGrader: Grader {
    private let tokenizer: Tokenizer
    private let isLowercase: Bool
    private let orders: ClosedRange<Int>
    private let normalization: Normalization

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        tokenizer = try reader.choice("tokenizer", default: .whitespace)
        normalization = try Normalization(&reader)
        isLowercase = try reader.bool("lowercase", default: false)
        let shortest = Int(try reader.integer("min_len", in: 1...10) ?? 1)
        let longest = Int(try reader.integer("max_len", in: 1...10) ?? 4)
        guard shortest <= longest else {
            throw reader.error("max_len", "must be at least `min_len`, \(shortest); found \(longest)")
        }
        orders = shortest...longest
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(sample, normalization, isLowercase: isLowercase)
            var words = Vocabulary()
            let candidate = words.tokens(of: texts.output, by: tokenizer)
            let best = try texts.best(by: \.score) { reference throws(GradeFailure) in
                total(candidate, words.tokens(of: reference, by: tokenizer))
            }
            return Grade(
                .numeric(best.score),
                comment:
                    "\(Counted.text(best.matches, "n-gram")) shared, output has \(best.candidate), reference"
                    + " \(best.reference)"
            )
        }
    }

    private func total(_ candidate: [Int32], _ reference: [Int32]) -> NgramOverlap.Order {
        let all = NgramOverlap.orders(through: orders.upperBound, candidate: candidate, references: [reference])
        return all[(orders.lowerBound - 1)...].reduce(into: NgramOverlap.Order()) { sum, order in
            sum.matches += order.matches
            sum.candidate += order.candidate
            sum.reference += order.reference
        }
    }
}

extension NgramOverlap.Order {
    /// The smaller of precision and recall; 0 when there is nothing to count.
    fileprivate var score: Double {
        let most = max(candidate, reference)
        return most == 0 ? 0 : Double(matches) / Double(most)
    }
}

extension GLEUGrader {
    static let kind = GraderKind(
        name: "gleu",
        aliases: ["google_bleu"],
        family: .overlap,
        summary: "The smaller of precision and recall over runs of one to four words; of several references the best.",
        formula: "m / max(c, r): c and r the n-grams of output and reference, n = min_len...max_len together, m those"
            + " they share, each counted as often as both have it. 0 when neither has any. Wu et al. 2016"
            + " (https://arxiv.org/abs/1609.08144). \(ComparedTexts.bound)",
        equals: "NLTK 3.10.4 translate.gleu_score.sentence_gleu([r.split()], output.split())",
        parameters: [
            .init("min_len", type: "whole number from 1 to 10", default: "1", "The shortest run of words counted."),
            .init("max_len", type: "whole number from 1 to 10", default: "4", "The longest."),
            .init("tokenizer", type: Tokenizer.list(), default: "whitespace", "What a word is: \(Tokenizer.summary)"),
            .init("lowercase", type: "boolean", default: "false", "Whether upper and lower case are the same."),
            Normalization.parameter,
        ],
        examples: [
            .init(
                trace: ["id": "t", "output": "the cat sat", "expectedOutput": "the cat sat down"],
                value: .numeric(0.6))
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try GLEUGrader(&reader)) })
}
