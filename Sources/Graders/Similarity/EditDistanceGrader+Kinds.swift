import Evaluation
import JSON

extension EditDistanceGrader {
    /// What distinguishes the kinds from each other.
    private struct Variant {
        var metric: EditMetric
        var aliases: [String] = []
        var summary: String
        var formula: String
        var call: String
        var example: (output: String, expected: String, value: Double)
    }

    /// The kinds, one for each way of editing.
    static let kinds: [GraderKind] = variants.map(kind)

    private static let variants = [
        Variant(
            metric: .levenshtein, aliases: ["edit_distance", "string_similarity", "levenshtein_similarity"],
            summary: "How similar output and reference are, letter by letter.",
            formula: "1 - D / max(n, m): D the edits (insert, delete, substitute)", call: "Levenshtein",
            example: ("kitten", "sitting", 1 - 3.0 / 7)),
        Variant(
            metric: .damerauLevenshtein,
            summary: "Like levenshtein, where two neighbours that changed places are one edit.",
            formula: "1 - D / max(n, m): D the edits (insert, delete, substitute, transpose, and edit what was"
                + " transposed)", call: "DamerauLevenshtein", example: ("CA", "ABC", 1 - 2.0 / 3)),
        Variant(
            metric: .osa, aliases: ["optimal_string_alignment"],
            summary: "Like damerau_levenshtein, where nothing is edited twice.",
            formula: "1 - D / max(n, m): D the edits (insert, delete, substitute, transpose)", call: "OSA",
            example: ("CA", "ABC", 0)),
        Variant(
            metric: .indel, aliases: ["indel_ratio"],
            summary: "How similar output and reference are when letters are only put in or taken out.",
            formula: "1 - (n + m - 2 L) / (n + m): L the length of the longest common subsequence", call: "Indel",
            example: ("lewenstein", "levenshtein", 1 - 3.0 / 21)),
        Variant(
            metric: .lcsSequence, aliases: ["lcs", "longest_common_subsequence"],
            summary: "How much of the longer text is the longest common subsequence.",
            formula: "L / max(n, m): L the length of the longest common subsequence", call: "LCSseq",
            example: ("lewenstein", "levenshtein", 9.0 / 11)),
        Variant(
            metric: .hamming, summary: "How many places of output and reference hold the same letter.",
            formula: "1 - D / max(n, m): D the places that differ, those of the longer text alone included",
            call: "Hamming", example: ("karolin", "kathrin", 1 - 3.0 / 7)),
        Variant(
            metric: .prefix, aliases: ["prefix_similarity"],
            summary: "How much output and reference share at their start.",
            formula: "P / max(n, m): P the length of the common prefix", call: "Prefix",
            example: ("prefix", "preface", 4.0 / 7)),
        Variant(
            metric: .postfix, aliases: ["postfix_similarity", "suffix_similarity"],
            summary: "How much output and reference share at their end.",
            formula: "S / max(n, m): S the length of the common suffix", call: "Postfix",
            example: ("nation", "station", 5.0 / 7)),
    ]

    private static func kind(_ variant: Variant) -> GraderKind {
        let (output, expected, value) = variant.example
        let trace: JSONObject = ["id": "t", "output": .string(output), "expectedOutput": .string(expected)]
        return GraderKind(
            name: variant.metric.rawValue, aliases: variant.aliases, family: .similarity,
            summary: "\(variant.summary) Of several references the most similar counts.",
            formula: "\(variant.formula), n and m the lengths; 1 when both are empty."
                + " With max_distance: \(distanceName(variant.metric))"
                + " <= max_distance. \(ComparedTexts.pairBound)\(limit(of: variant.metric)) More is a failure"
                + " (limit_exceeded).",
            equals: "RapidFuzz 3.14.6 distance.\(variant.call).normalized_similarity",
            parameters: parameters,
            examples: [
                .init(trace: trace, value: .numeric(value)),
                .init(parameters: ["max_distance": 3], trace: trace, value: .boolean(true)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try EditDistanceGrader(&reader, variant.metric)) })
    }

    /// The distance in the words of the formula.
    private static func distanceName(_ metric: EditMetric) -> String {
        switch metric {
        case .indel: "n + m - 2 L"
        case .lcsSequence: "max(n, m) - L"
        case .prefix: "max(n, m) - P"
        case .postfix: "max(n, m) - S"
        default: "D"
        }
    }

    /// The bound on the work, of a metric whose work is more than linear.
    private static func limit(of metric: EditMetric) -> String {
        switch metric {
        case .hamming, .prefix, .postfix: ""
        case .damerauLevenshtein:
            " The products n x m, without what both texts share at their ends, come to at most"
                + " \(EditMetric.maximumSingleCells) over all references; with max_distance only for texts that"
                + " at most twice as many edits of osa tell apart."
        default:
            " The tables of distances have at most \(EditMetric.maximumCells) cells over all references: some 32,000"
                + " units a side, more where the texts are alike."
        }
    }
}
