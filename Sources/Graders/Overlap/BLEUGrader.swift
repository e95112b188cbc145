import Evaluation
import JSON

/// Judges how many of the output's word runs the references have.
struct BLEUGrader: Grader {
    private let tokenizer: Tokenizer
    private let smoothing: BLEUScore.Smoothing
    private let smoothValue: Double
    private let usesEffectiveOrder: Bool
    private let isLowercase: Bool
    private let maximumOrder: Int
    private let normalization: Normalization

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        tokenizer = try reader.choice("tokenize", default: .mteval13a)
        smoothing = try reader.choice("smooth", default: .exp)
        let given = try reader.number("smooth_value", in: 0...1e6)
        if given != nil && smoothing != .floor && smoothing != .addK {
            throw reader.error("smooth_value", "`smooth: \(smoothing.rawValue)` has no value; leave it out")
        }
        smoothValue = given ?? (smoothing == .floor ? 0.1 : 1)
        usesEffectiveOrder = try reader.bool("effective_order", default: true)
        isLowercase = try reader.bool("lowercase", default: false)
        normalization = try Normalization(&reader)
        maximumOrder = Int(try reader.integer("max_order", in: 1...10) ?? 4)
        if smoothing.isNLTK && maximumOrder != 4 {
            throw reader.error("max_order", "NLTK's smoothings are for 4 orders; leave it out")
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(sample, normalization, isLowercase: isLowercase)
            var words = Vocabulary()
            let candidate = words.tokens(of: texts.output, by: tokenizer)
            let references = texts.references.map { words.tokens(of: $0, by: tokenizer) }
            let lengths = BLEUScore.Lengths(
                candidate: candidate.count, reference: Self.closest(to: candidate.count, among: references))
            let score = score(candidate, references, lengths)
            return Grade(.numeric(min(score.score, 1)), comment: comment(on: score, lengths))
        }
    }

    private func comment(on score: BLEUScore, _ lengths: BLEUScore.Lengths) -> String {
        // One text of its final size: interpolated in parts it costs as much as the counting of short texts.
        var text = Counted.text(lengths.candidate, "token")
        text.reserveCapacity(72 + 8 * score.precisions.count)
        text += " against \(lengths.reference): precisions "
        if score.precisions.isEmpty { text += "0" }
        for (index, precision) in score.precisions.enumerated() {
            if index > 0 { text += ", " }
            text += precision.brief
        }
        text += ", brevity penalty "
        text += score.brevityPenalty.brief
        return text
    }

    private func score(_ candidate: [Int32], _ references: [[Int32]], _ lengths: BLEUScore.Lengths) -> BLEUScore {
        let orders = NgramOverlap.orders(through: maximumOrder, candidate: candidate, references: references)
        if smoothing.isNLTK { return BLEUScore(nltk: orders, lengths: lengths, smoothing: smoothing) }
        return BLEUScore(
            sacreBLEU: orders, lengths: lengths, smoothing: smoothing, value: smoothValue,
            usesEffectiveOrder: usesEffectiveOrder)
    }

    /// The reference length nearest to the candidate's, the shorter of two.
    private static func closest(to count: Int, among references: [[Int32]]) -> Int {
        references.min { (abs($0.count - count), $0.count) < (abs($1.count - count), $1.count) }?.count ?? 0
    }
}

extension BLEUGrader {
    static let kind = GraderKind(
        name: "bleu",
        aliases: ["sentence_bleu"],
        family: .overlap,
        summary: "How many of the output's runs of one to four words the references have; made for translations.",
        formula: "BP × exp(mean over n of ln p_n), n = 1...max_order; p_n the share of the output's n-grams that a"
            + " reference has, each counted at most as often as there; BP = exp(1 - r / c) when the output's c tokens"
            + " are fewer than the r of the reference nearest in length (the shorter of two), else 1. 0 when no n-gram"
            + " matches. \(ComparedTexts.bound)",
        equals: "sacreBLEU 2.6.0 sentence_bleu(output, references).score / 100; smooth method1 to method4 with"
            + " tokenize whitespace: NLTK 3.10.4 sentence_bleu([r.split(), …], output.split()) with that"
            + " SmoothingFunction",
        parameters: [
            .init("tokenize", type: Tokenizer.list(), default: "13a", "What a word is: \(Tokenizer.summary)"),
            .init(
                "smooth", type: "exp, none, floor, add_k, method1, method2, method3 or method4",
                default: "exp",
                "What stands in for an order without a match: exp halves anew for each, floor takes smooth_value"
                    + " matches, add_k adds smooth_value to matches and total from the second order on; the methods are"
                    + " NLTK's."),
            .init("smooth_value", type: "number", default: "0.1 for floor, 1 for add_k", "The value of those two."),
            .init(
                "effective_order", type: "boolean", default: "true",
                "Takes the mean over the orders that the output is long enough for, not all; not for NLTK's smoothings."
            ),
            .init("lowercase", type: "boolean", default: "false", "Whether upper and lower case are the same."),
            .init("max_order", type: "whole number from 1 to 10", default: "4", "The longest run of words counted."),
            Normalization.parameter,
        ],
        examples: [
            .init(
                trace: [
                    "id": "t", "output": "The cat sat on the mat.", "expectedOutput": "The cat sat on the red mat.",
                ], value: .numeric(0.6129752413741059)),
            .init(
                parameters: ["tokenize": "zh"], trace: ["id": "t", "output": "我喜欢茶", "expectedOutput": "我喜欢茶"],
                value: .numeric(1)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try BLEUGrader(&reader)) })
}
