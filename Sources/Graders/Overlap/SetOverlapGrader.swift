import Evaluation
import JSON

/// Judges how many different words or characters output and reference share.
struct SetOverlapGrader: Grader {
    /// What the shared ones are measured by.
    private enum Base { case union, reference }

    private let base: Base
    private let tokenizer: Tokenizer
    private let isCaseSensitive: Bool
    private let normalization: Normalization

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    private init(_ reader: inout JSONReader, _ base: Base, _ fallback: Tokenizer) throws(JSONReadError) {
        self.base = base
        tokenizer = try reader.choice("tokenizer", default: fallback)
        normalization = try Normalization(&reader)
        isCaseSensitive = try reader.bool("case_sensitive", default: false)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(sample, normalization, isLowercase: !isCaseSensitive)
            var words = Vocabulary()
            _ = words.tokens(of: texts.output, by: tokenizer)
            let outputCount = words.count
            let best = try texts.best(by: \.value) { reference throws(GradeFailure) in
                judge(Set(words.tokens(of: reference, by: tokenizer)), outputCount: outputCount)
            }
            return Grade(.numeric(best.value), comment: best.comment)
        }
    }

    /// The output's words have the numbers below `outputCount`.
    private func judge(_ reference: Set<Int32>, outputCount: Int) -> (value: Double, comment: String) {
        let shared = reference.count { $0 < outputCount }
        let comment = "\(shared) shared, output has \(outputCount) different ones, reference \(reference.count)"
        let all = base == .union ? outputCount + reference.count - shared : reference.count
        if all == 0 { return (base == .union ? 1 : 0, comment) }
        return (Double(shared) / Double(all), comment)
    }
}

extension SetOverlapGrader {
    /// `jaccard`, and the share of the reference's characters.
    static let kinds = [
        GraderKind(
            name: "jaccard",
            aliases: ["jaccard_similarity", "word_jaccard"],
            family: .overlap,
            summary: "How many different words output and reference share, of all they have; of several references the"
                + " best.",
            formula: "|A ∩ B| / |A ∪ B|: A and B the different words of output and reference; 1 when both have none."
                + " \(ComparedTexts.bound)",
            equals: "the formula over set(text.lower().split()) in Python",
            parameters: parameters(.whitespace),
            examples: [
                .init(
                    trace: ["id": "t", "output": "red green blue", "expectedOutput": "Green blue white"],
                    value: .numeric(0.5))
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try SetOverlapGrader(&reader, .union, .whitespace)) }),
        GraderKind(
            name: "char_overlap",
            family: .overlap,
            summary: "How many of the reference's different characters the output has; of several references the best.",
            formula:
                "|A ∩ B| / |B|: A and B the different characters of output and reference, whitespace too; 0 when the"
                + " reference is empty. \(ComparedTexts.bound)",
            equals: "OpenJudge (commit 344e45d) compute_char_overlap(reference, output)",
            parameters: parameters(.scalars),
            examples: [
                .init(trace: ["id": "t", "output": "abc", "expectedOutput": "aBBd"], value: .numeric(2.0 / 3))
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try SetOverlapGrader(&reader, .reference, .scalars)) }),
    ]

    private static func parameters(_ tokenizer: Tokenizer) -> [GraderKind.Parameter] {
        [
            .init(
                "tokenizer", type: Tokenizer.list(), default: tokenizer.rawValue,
                "What is counted: \(Tokenizer.summary)"),
            .init("case_sensitive", type: "boolean", default: "false", "Whether upper and lower case differ."),
            Normalization.parameter,
        ]
    }
}
