import Evaluation
import JSON

/// Judges how similar output and reference are by one of RapidFuzz's ratios.
struct FuzzyMatchGrader: Grader {
    /// What is done to the words first.
    private enum Process: String, CaseIterable { case none, `default` }

    private let method: FuzzyRatio
    private let process: Process
    private let preparation: TextPreparation

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    /// `method` is the one the kind is named for; without one it is read.
    private init(_ reader: inout JSONReader, method: FuzzyRatio?) throws(JSONReadError) {
        if let method { self.method = method } else { self.method = try reader.choice("method", default: .ratio) }
        process = try reader.choice("process", default: Process.none)
        preparation = try TextPreparation(&reader)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(pairsOf: sample) { processed(preparation.prepared($0)) }
            var budget = EditBudget(cells: FuzzyRatio.maximumCells)
            let best = try texts.best(by: { $0 }) { reference throws(GradeFailure) in
                let ratio = method.of(texts.output, reference, unit: preparation.unit, budget: &budget)
                guard let ratio else {
                    throw .tooMuchWork("they need more than \(FuzzyRatio.maximumCells) cells of tables of distances")
                }
                return ratio
            }
            return Grade(.numeric(best), comment: "\(method.rawValue) \(best.brief)")
        }
    }

    private func processed(_ text: String) -> String {
        process == .none ? text : WordProcessing.processed(text)
    }
}

extension FuzzyMatchGrader {
    /// `fuzzy_match`, which is told its method, and a kind named for each method.
    static let kinds: [GraderKind] = [kind(nil)] + FuzzyRatio.allCases.filter { $0 != .ratio }.map(kind)

    private static func kind(_ method: FuzzyRatio?) -> GraderKind {
        GraderKind(
            name: method?.rawValue ?? "fuzzy_match",
            aliases: method == nil ? ["ratio", "levenshtein_ratio", "fuzz_ratio"] : [],
            family: .similarity,
            summary: method.map { "The ratio \($0.rawValue) of fuzzy_match." }
                ?? "How similar output and reference are, letter by letter, by parts or by words; of several references"
                + " the most similar counts.",
            formula: formula(method ?? .ratio)
                + " \(ComparedTexts.pairBound) Texts that need more than \(FuzzyRatio.maximumCells) cells of tables of"
                + " distances over all references are a failure (limit_exceeded).",
            equals: "RapidFuzz 3.14.6 fuzz.\(call(method ?? .ratio)) / 100",
            parameters: (method == nil ? [methodParameter] : []) + parameters,
            examples: examples(method ?? .ratio),
            make: { reader, _ throws(JSONReadError) in .grader(try FuzzyMatchGrader(&reader, method: method)) })
    }

    private static let methodParameter = GraderKind.Parameter(
        "method", type: FuzzyRatio.allCases.map(\.rawValue).joined(separator: ", "), default: "ratio",
        "Which ratio; each has a kind of its own name, which gives its formula.")

    private static let parameters =
        [
            GraderKind.Parameter(
                "process", type: "none or default", default: "none",
                "default turns everything but letters and numbers into spaces, then takes lower case and strips.")
        ]
        + TextPreparation.parameters(
            unit: "What is compared within the words; words themselves are cut at white space.")

    private static func call(_ method: FuzzyRatio) -> String {
        switch method {
        case .wratio: "WRatio"
        case .qratio: "QRatio"
        default: method.rawValue
        }
    }

    /// Pairs of output and reference for which no other method has these values.
    private static func examples(_ method: FuzzyRatio) -> [GraderKind.Example] {
        let pairs: [(String, String, Double)] =
            switch method {
            case .ratio: [("cat", "the a", 0.25), ("", "", 1)]
            case .qratio: [("cat", "the a", 0.25), ("", "", 0)]
            case .partialRatio: [("of a", "dog", 0.5)]
            case .tokenSortRatio: [("in a", "in of", 4.0 / 9)]
            case .tokenSetRatio: [("a a", "of tea", 2.0 / 7)]
            case .tokenRatio: [("in a", "in of", 2.0 / 3), ("a a", "of tea", 4.0 / 9), ("cat", "the a", 0.5)]
            case .partialTokenSortRatio: [("a in", "of a", 2.0 / 3)]
            case .partialTokenSetRatio: [("cat", "tea tea", 0.5)]
            case .partialTokenRatio: [("a in", "of a", 1), ("cat", "tea tea", 2.0 / 3)]
            case .wratio: [("a", "tea", 0.9)]
            }
        return pairs.map { output, expected, value in
            .init(
                trace: ["id": "t", "output": .string(output), "expectedOutput": .string(expected)],
                value: .numeric(value))
        }
    }

    private static func formula(_ method: FuzzyRatio) -> String {
        switch method {
        case .ratio: "1 - D / (n + m): D insertions and deletions, n and m the lengths; 1 when both are empty."
        case .qratio: "The ratio of fuzzy_match; 0 when a text is empty."
        case .partialRatio: "The best ratio of the shorter text with a part of the longer, no longer than it."
        case .tokenSortRatio: "The ratio of the words of each text, sorted and joined by spaces."
        case .tokenSetRatio:
            "The best ratio between the common words, those with the words of the one alone, and those with the words"
                + " of the other alone; 0 when a text has no words."
        case .tokenRatio: "The greater of token_sort_ratio and token_set_ratio."
        case .partialTokenSortRatio: "The partial_ratio of the words of each text, sorted and joined by spaces."
        case .partialTokenSetRatio:
            "1 when a word is in both; else the partial_ratio of the sorted words; 0 when a text has no words."
        case .partialTokenRatio: "The greater of partial_token_sort_ratio and partial_token_set_ratio."
        case .wratio:
            "Lengths less than 1.5 times apart: the greater of ratio and 0.95 token_ratio. Else the greatest of ratio,"
                + " s partial_ratio and 0.95 s partial_token_ratio, with s = 0.9, or 0.6 above 8 times; 0 when a text"
                + " is empty."
        }
    }
}
