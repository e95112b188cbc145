import Evaluation
import JSON

/// Judges how much of the references' words, word runs or word order the output has.
struct ROUGEGrader: Grader {
    /// What is counted.
    enum Variant: String, CaseIterable {
        case rouge1, rouge2, rouge3, rouge4, rouge5
        case longest = "rougeL"
        case summary = "rougeLsum"

        /// The length of the runs counted; nil for subsequences.
        var order: Int? {
            switch self {
            case .rouge1: 1
            case .rouge2: 2
            case .rouge3: 3
            case .rouge4: 4
            case .rouge5: 5
            case .longest, .summary: nil
            }
        }
    }

    private let variant: Variant
    private let usesStemmer: Bool
    private let measure: PrecisionRecall.Measure
    private let tokenizer: Tokenizer
    /// What is counted, for the comment.
    private let unit: (one: String, many: String)
    private let normalization: Normalization

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    private init(_ reader: inout JSONReader, variant fallback: Variant) throws(JSONReadError) {
        variant = try reader.choice("variant", default: fallback)
        unit =
            variant.order.map { $0 == 1 ? ("word", "words") : ("run of \($0) words", "runs of \($0) words") }
            ?? ("word in order", "words in order")
        usesStemmer = try reader.bool("use_stemmer", default: false)
        measure = try reader.choice("measure", default: .fmeasure)
        tokenizer = try reader.choice("tokenizer", default: .rougeScore)
        normalization = try Normalization(&reader)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            // Its own tokenizer lowers the case itself.
            let texts = try ComparedTexts(sample, normalization, isLowercase: tokenizer != .rougeScore)
            var text = TokenizedLines(tokenizer: tokenizer, splitsLines: variant == .summary)
            var output = text.add(texts.output)
            var references = texts.references.map { text.add($0) }
            if usesStemmer {
                let stems = text.words.stems(keptLength: 3)
                output.replace(by: stems)
                for index in references.indices { references[index].replace(by: stems) }
            }
            return try best(output, references)
        }
    }

    /// The grade by the reference with the highest F, whichever measure is asked for, as rouge-score takes it.
    private func best(_ output: TokenLines, _ references: [TokenLines]) throws(GradeFailure) -> Grade {
        try checkWork(output, references)
        var best: (score: PrecisionRecall, comment: String)?
        for reference in references {
            let shared = shared(output, reference)
            let units = (variant.order ?? 1) - 1
            let (candidate, expected) = (max(0, output.tokens.count - units), max(0, reference.tokens.count - units))
            let score = PrecisionRecall(shared: shared, candidate: candidate, reference: expected)
            if let best, score.harmonicMean <= best.score.harmonicMean { continue }
            // In one text: a part interpolated as a text of its own is allocated twice.
            let unit = shared == 1 ? unit.one : unit.many
            best = (score, "\(shared) \(unit) shared, output has \(candidate), reference \(expected)")
        }
        guard let best else { throw .missing(.expected) }
        return Grade(.numeric(best.score[measure]), comment: best.comment)
    }

    private func shared(_ output: TokenLines, _ reference: TokenLines) -> Int {
        if let order = variant.order {
            let counts = NgramOverlap.orders(
                through: order, candidate: output.tokens, references: [reference.tokens])
            return counts[order - 1].matches
        }
        return variant == .summary
            ? SummaryOverlap.hits(output, reference)
            : CommonSubsequence.length(output.tokens, reference.tokens)
    }

    /// Refuses subsequences of texts that are too long.
    private func checkWork(_ output: TokenLines, _ references: [TokenLines]) throws(GradeFailure) {
        guard variant.order == nil else { return }
        let words = references.reduce(0) { $0 + $1.tokens.count }
        let maximum = variant == .summary ? SummaryOverlap.maximumCells : CommonSubsequence.maximumCells
        guard output.tokens.count * words <= maximum else {
            throw .tooManyCells(output.tokens.count, words, maximum: maximum, unit: "words")
        }
        let lines = references.reduce(0) { $0 + $1.starts.count }
        guard output.starts.count * lines <= SummaryOverlap.maximumLinePairs else {
            throw .tooManyCells(
                output.starts.count, lines, maximum: SummaryOverlap.maximumLinePairs, unit: "lines")
        }
    }
}

extension ROUGEGrader {
    /// `rouge`, and the same under the names of its variants.
    static let kinds: [GraderKind] = [
        kind("rouge", aliases: ["rouge_l", "rougeL"], .longest),
        kind("rouge_1", aliases: ["rouge1", "rouge_n"], .rouge1), kind("rouge_2", aliases: ["rouge2"], .rouge2),
        kind("rouge_3", aliases: ["rouge3"], .rouge3), kind("rouge_4", aliases: ["rouge4"], .rouge4),
        kind("rouge_5", aliases: ["rouge5"], .rouge5),
        kind("rouge_lsum", aliases: ["rougeLsum"], .summary),
    ]

    private static func kind(_ name: String, aliases: [String], _ variant: Variant) -> GraderKind {
        GraderKind(
            name: name, aliases: aliases,
            family: .overlap,
            summary: summary(of: variant) + "; of several references the one with the highest F.",
            formula:
                "P = shared / output's, R = shared / reference's, F = 2PR / (P + R); 0 when nothing is shared. rouge1"
                + " to rouge5 count runs of so many words, each as often as both have it; rougeL the longest common"
                + " subsequence; rougeLsum, line by line of the reference, the words in a longest common subsequence"
                + " with any line of the output. Lin 2004 (https://aclanthology.org/W04-1013). \(ComparedTexts.bound)"
                + " Words of output × words of references: at most \(CommonSubsequence.maximumCells) for rougeL,"
                + " \(SummaryOverlap.maximumCells) for rougeLsum, whose lines of output × lines of references are at"
                + " most \(SummaryOverlap.maximumLinePairs).",
            equals: "rouge-score 0.1.2 RougeScorer([variant], use_stemmer).score_multi(references, output)",
            parameters: parameters(variant),
            examples: [
                .init(
                    trace: ["id": "t", "output": "the cat sat on the mat", "expectedOutput": "the cat sat on the mat"],
                    value: .numeric(1)),
                .init(
                    parameters: ["variant": "rouge1", "tokenizer": "unicode_words"],
                    trace: ["id": "t", "output": "我喜欢茶", "expectedOutput": "我喜欢水"], value: .numeric(0.75)),
                .init(
                    parameters: ["variant": "rougeL", "use_stemmer": true],
                    trace: ["id": "t", "output": "the runner runs", "expectedOutput": "the runners running"],
                    value: .numeric(1)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try ROUGEGrader(&reader, variant: variant)) })
    }

    private static func summary(of variant: Variant) -> String {
        guard let order = variant.order else {
            return "How much of the words, in their order, output and reference share"
        }
        return order == 1
            ? "How many words output and reference share" : "How many runs of \(order) words output and reference share"
    }

    private static func parameters(_ variant: Variant) -> [GraderKind.Parameter] {
        [
            .init(
                "variant", type: "rouge1, rouge2, rouge3, rouge4, rouge5, rougeL or rougeLsum",
                default: variant.rawValue, "What is counted."),
            .init(
                "use_stemmer", type: "boolean", default: "false",
                "Takes words of more than three letters for the same when Porter's stemmer leaves the same of them."),
            .init(
                "measure", type: "fmeasure, precision or recall", default: "fmeasure", "Which of the three is given."),
            .init(
                "tokenizer", type: Tokenizer.list(), default: "rouge_score",
                "What a word is: \(Tokenizer.summary) The case is ignored by all."),
            Normalization.parameter,
        ]
    }
}
