import Evaluation
import JSON

/// Judges how many edits lead from the output to the reference, measured by the reference's length.
struct ErrorRateGrader: Grader {
    /// What is edited, and how.
    fileprivate enum Method: String, CaseIterable { case wer, cer, ter }
    /// What is given.
    private enum Form: String, CaseIterable { case rate, accuracy }

    private let method: Method
    private let form: Form
    private let isCaseSensitive: Bool
    private let tokenizer: Tokenizer
    private let normalization: Normalization

    let requiredFields: [Sample.Field] = [.output, .expected]
    var scale: Scale { form == .rate ? Scale(.unbounded, direction: .lowerIsBetter) : .unit }

    private init(_ reader: inout JSONReader, _ fallback: Method) throws(JSONReadError) {
        method = try Self.method(&reader, fallback)
        normalization = try Normalization(&reader)
        form = try reader.choice("score", default: .rate)
        isCaseSensitive = try reader.bool("case_sensitive", default: method != .ter)
        let own: Tokenizer =
            switch method {
            case .wer: .spaces
            case .cer: .scalars
            case .ter: .whitespace
            }
        tokenizer = try reader.choice("tokenizer", default: own)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(sample, normalization, isLowercase: !isCaseSensitive, prepare: prepared)
            var words = Vocabulary()
            let output = words.tokens(of: texts.output, by: tokenizer)
            let references = texts.references.map { words.tokens(of: $0, by: tokenizer) }
            let best = try method == .ter ? translation(output, references) : nearest(output, references)
            let value = form == .rate ? best.rate : max(0, 1 - best.rate)
            return Grade(
                .numeric(value),
                comment: "\(Counted.text(best.edits, "edit")), reference has \(best.length.brief)"
                    + " \(best.length == 1 ? String(unit.dropLast()) : unit)")
        }
    }

    /// What is edited, by `method` or by `unit`, another name for the same.
    private static func method(_ reader: inout JSONReader, _ fallback: Method) throws(JSONReadError) -> Method {
        let method = try reader.choice("method", default: fallback)
        guard let unit = try reader.string("unit") else { return method }
        guard reader.object["method"] == nil else {
            throw reader.error("unit", "`method` says what is edited; leave one of the two out")
        }
        switch (unit, fallback) {
        case ("word", .ter): return .ter
        case ("word", _): return .wer
        case ("char", .wer), ("char", .cer): return .cer
        default:
            let names = fallback == .ter ? "word" : "word or char"
            throw reader.error("unit", "expected \(names), found \(unit.excerpt())")
        }
    }

    /// What the tokenizer makes, for a message.
    private var unit: String {
        switch tokenizer {
        case .char, .graphemes, .scalars: "characters"
        default: "words"
        }
    }

    /// jiwer leaves out whitespace at both ends, which only `cer` would count.
    private func prepared(_ text: String) -> String {
        method == .cer ? Whitespace.stripped(text) : text
    }

    /// A number of edits for a length; without a length the rate is what the method says.
    private struct Rate {
        var edits: Int
        var length: Double
        var rate: Double
    }

    /// The reference with the lowest rate, the first of several.
    private func nearest(_ output: [Int32], _ references: [[Int32]]) throws(GradeFailure) -> Rate {
        var best: Rate?
        var cells = WordEdits.maximumCells
        for reference in references {
            guard let edits = WordEdits.distance(output, reference, cells: &cells) else {
                throw .tooManyCells(
                    output.count, reference.count, maximum: WordEdits.maximumCells,
                    unit: unit)
            }
            let rate = Double(edits) / Double(max(1, reference.count))
            if let best, rate >= best.rate { continue }
            best = Rate(edits: edits, length: Double(reference.count), rate: rate)
        }
        guard let best else { throw .missing(.expected) }
        return best
    }

    /// TER: the fewest edits to any reference by the mean of the references' lengths.
    private func translation(_ output: [Int32], _ references: [[Int32]]) throws(GradeFailure) -> Rate {
        let longest = references.reduce(output.count) { max($0, $1.count) }
        guard longest <= TranslationEdits.maximumWords else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "a text has \(longest) words, TER compares at most \(TranslationEdits.maximumWords); map a"
                    + " shorter part of the trace")
        }
        guard output.count * references.count <= TranslationEdits.maximumWork else {
            throw .tooManyCells(
                output.count, references.count, maximum: TranslationEdits.maximumWork, unit: "words and references")
        }
        let edits = references.map { TranslationEdits.count(output, $0) }.min() ?? 0
        let mean = Double(references.reduce(0) { $0 + $1.count }) / Double(references.count)
        return Rate(edits: edits, length: mean, rate: mean > 0 ? Double(edits) / mean : edits > 0 ? 1 : 0)
    }
}

extension ErrorRateGrader {
    /// `word_error_rate`, and the same for characters and with shifts.
    static let kinds: [GraderKind] = [
        kind(
            "word_error_rate", aliases: ["wer"], .wer,
            "How many words must be inserted, deleted or replaced, measured by the reference's words.",
            "jiwer 4.0.0 wer(reference, output)"),
        kind(
            "character_error_rate", aliases: ["cer"], .cer,
            "How many characters must be inserted, deleted or replaced, measured by the reference's characters.",
            "jiwer 4.0.0 cer(reference, output)"),
        kind(
            "translation_edit_rate", aliases: ["ter"], .ter,
            "How many words must be inserted, deleted, replaced or runs of them moved, measured by the references'"
                + " words.",
            "sacreBLEU 2.6.0 sentence_ter(output, references).score / 100"),
    ]

    private static func kind(
        _ name: String, aliases: [String], _ method: Method, _ summary: String, _ equals: String
    ) -> GraderKind {
        GraderKind(
            name: name, aliases: aliases,
            family: .overlap,
            summary: summary + " 0 is best, above 1 possible.",
            formula: formula(method), equals: equals, parameters: parameters(method),
            examples: [
                .init(
                    parameters: ["score": "rate"],
                    trace: ["id": "t", "output": "a b x d", "expectedOutput": "a b c d"],
                    value: .numeric(method == .cer ? 1.0 / 7 : 0.25)),
                .init(
                    parameters: ["score": "accuracy"],
                    trace: ["id": "t", "output": "a b c", "expectedOutput": "a b c"], value: .numeric(1)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try ErrorRateGrader(&reader, method)) })
    }

    private static func formula(_ method: Method) -> String {
        if method == .ter {
            return
                "Fewest edits to any reference / mean length of the references in words; a shift of up to ten words is"
                + " one edit (Snover et al. 2006, https://aclanthology.org/2006.amta-papers.25). With empty"
                + " references 1,"
                + " 0 when the output is empty too. Texts have at most \(TranslationEdits.maximumWords) words, words"
                + " of the output × references are at most \(TranslationEdits.maximumWork)."
        }
        return "Edits / length of the reference, which counts as 1 when it is empty; of several references the lowest."
            + " score: accuracy gives max(0, 1 - rate). \(ComparedTexts.bound) The tables of distances, without what"
            + " both"
            + " texts share at their ends and far from their diagonals, have at most \(WordEdits.maximumCells) cells."
    }

    private static func parameters(_ method: Method) -> [GraderKind.Parameter] {
        [
            .init(
                "method", type: "wer, cer or ter", default: method.rawValue,
                "Edits of words, of characters, or of words with shifts."),
            .init(
                "unit", type: method == .ter ? "word" : "word or char",
                "Another way to say `method`: word for \(method == .ter ? "ter" : "wer, char for cer")."),
            .init(
                "score", type: "rate or accuracy", default: "rate",
                "The rate, where lower is better, or max(0, 1 - rate), which an aggregator can weigh."),
            .init(
                "case_sensitive", type: "boolean", default: "true, for ter false",
                "Whether upper and lower case differ."),
            .init(
                "tokenizer", type: Tokenizer.list(), default: "spaces for wer, scalars for cer, whitespace for ter",
                "What is edited: \(Tokenizer.summary)"),
            Normalization.parameter,
        ]
    }
}
