import Evaluation
import JSON

/// Judges how many words output and reference share, whatever their order.
struct TokenF1Grader: Grader {
    /// What is done to the texts before they are cut in words.
    private enum Preparation: String, CaseIterable { case squad, none, nfc, nfkc }
    /// What is given.
    private enum Measure: String, CaseIterable {
        case f1, precision, recall
        case exactMatch = "exact_match"
    }

    private let preparation: Preparation
    private let measure: Measure
    private let tokenizer: Tokenizer

    let requiredFields: [Sample.Field] = [.output, .expected]
    var scale: Scale { measure == .exactMatch ? .boolean : .unit }

    private init(_ reader: inout JSONReader, exact: Bool) throws(JSONReadError) {
        preparation = try reader.choice("normalize", default: .squad)
        measure = try reader.choice("measure", default: exact ? .exactMatch : .f1)
        tokenizer = try reader.choice("tokenizer", default: .whitespace)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(
                sample, Normalization(rawValue: preparation.rawValue) ?? .none,
                prepare: preparation == .squad ? SQuADNormalization.of : { $0 })
            var words = Vocabulary()
            let candidate = words.tokens(of: texts.output, by: tokenizer)
            let best = try texts.best(by: \.value) { reference throws(GradeFailure) in
                judge(candidate, words.tokens(of: reference, by: tokenizer))
            }
            guard measure != .exactMatch else {
                return Grade(.boolean(best.value == 1), comment: best.value == 1 ? "the same words" : "other words")
            }
            return Grade(.numeric(best.value), comment: best.comment)
        }
    }

    private func judge(_ candidate: [Int32], _ reference: [Int32]) -> (value: Double, comment: String) {
        let counts = NgramOverlap.orders(through: 1, candidate: candidate, references: [reference])[0]
        let comment = "\(counts.matches) words shared, output has \(candidate.count), reference \(reference.count)"
        if measure == .exactMatch { return (candidate == reference ? 1 : 0, comment) }
        if candidate.isEmpty || reference.isEmpty { return (candidate.count == reference.count ? 1 : 0, comment) }
        let score = PrecisionRecall(shared: counts.matches, candidate: candidate.count, reference: reference.count)
        switch measure {
        case .precision: return (score.precision, comment)
        case .recall: return (score.recall, comment)
        default: return (score.harmonicMean, comment)
        }
    }
}

extension TokenF1Grader {
    /// `token_f1`, and SQuAD's other measure.
    static let kinds = [
        kind("token_f1", aliases: ["f1_score", "squad_f1"], exact: false),
        kind("squad_exact_match", aliases: [], exact: true),
    ]

    private static func kind(_ name: String, aliases: [String], exact: Bool) -> GraderKind {
        GraderKind(
            name: name, aliases: aliases,
            family: .overlap,
            summary: exact
                ? "Whether output and reference are the same words once case, punctuation and articles are gone."
                : "How many words output and reference share, whatever their order; of several references the best.",
            formula: exact
                ? "Whether the words are the same, in order; without words on both sides true. Rajpurkar et al. 2016"
                    + " (https://arxiv.org/abs/1606.05250). \(ComparedTexts.bound)"
                : "P = shared / output's words, R = shared / reference's words, each word as often as both have it;"
                    + " F1 = 2PR / (P + R). Without words on both sides 1, on one side 0. Rajpurkar et al. 2016"
                    + " (https://arxiv.org/abs/1606.05250). \(ComparedTexts.bound)",
            equals: "SQuAD 2.0 evaluate, " + (exact ? "compute_exact" : "compute_f1"),
            parameters: [
                .init(
                    "normalize", type: "squad, none, nfc or nfkc", default: "squad",
                    "What is done first: squad is lower case without ASCII punctuation and without a, an and the; nfc"
                        + " and nfkc are Unicode's forms, with the case kept."),
                .init(
                    "measure", type: "f1, precision, recall or exact_match", default: exact ? "exact_match" : "f1",
                    "What is given; exact_match is whether all words are the same, in order."),
                .init(
                    "tokenizer", type: Tokenizer.list(), default: "whitespace", "What a word is: \(Tokenizer.summary)"),
            ],
            examples: exact
                ? exactExamples
                : [
                    .init(
                        trace: ["id": "t", "output": "The Eiffel Tower!", "expectedOutput": "Eiffel tower, Paris"],
                        value: .numeric(0.8)),
                    .init(
                        parameters: ["measure": "exact_match"],
                        trace: ["id": "t", "output": "The cat.", "expectedOutput": "cat"], value: .boolean(true)),
                ],
            make: { reader, _ throws(JSONReadError) in .grader(try TokenF1Grader(&reader, exact: exact)) })
    }

    private static let exactExamples: [GraderKind.Example] = [
        .init(trace: ["id": "t", "output": "The cat.", "expectedOutput": "cat"], value: .boolean(true)),
        .init(trace: ["id": "t", "output": "the cat sat", "expectedOutput": "cat"], value: .boolean(false)),
    ]
}
