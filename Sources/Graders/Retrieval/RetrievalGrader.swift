import Evaluation
import JSON

/// Judges which documents a retriever found, and in which order, by their ids.
struct RetrievalGrader: Grader {
    /// Where the retrieved documents are.
    private enum Source: String, CaseIterable { case context, output }

    /// What average precision is divided by.
    private enum Divisor: String, CaseIterable { case found, relevant }

    private let metric: RetrievalMetric
    private let k: Int?
    private let source: Source
    private let isGraded: Bool
    private let divisor: Divisor
    private let ids: DocumentIDs

    var requiredFields: [Sample.Field] { [source == .context ? .context : .output, .expected] }
    var scale: Scale { metric == .hit ? .boolean : .unit }

    init(_ reader: inout JSONReader, metric: RetrievalMetric?) throws(JSONReadError) {
        if let metric {
            self.metric = metric
        } else {
            self.metric = try reader.choice("metric", default: RetrievalMetric.normalizedGain)
        }
        k = try reader.integer("k", in: 1...1_000_000).map { Int($0) }
        source = try reader.choice("from", default: Source.context)
        isGraded = try reader.bool("graded", default: false)
        divisor = try reader.choice("divide_by", default: Divisor.found)
        ids = try DocumentIDs(&reader)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let field = source == .context ? Sample.Field.context : .output
            guard let retrieved = sample[field] else { throw .missing(field) }
            guard let expected = sample.expected else { throw .missing(.expected) }
            let relevance =
                isGraded
                ? try ids.gains(expected, .expected)
                : Dictionary(try ids.list(expected, .expected).map { ($0, 1.0) }) { first, _ in first }
            let list = RankedList(retrieved: try ids.list(retrieved, field), relevance: relevance, k: k)
            return Grade(
                try value(of: list),
                comment: "\(list.foundCount) of \(list.relevantCount) relevant documents in the first \(list.count)")
        }
    }

    private func value(of list: RankedList) throws(GradeFailure) -> ScoreValue {
        guard list.relevantCount > 0 else { throw withoutValue("no document is relevant") }
        let number: Double?
        switch metric {
        case .hit: return .boolean(list.isHit)
        case .precision: number = list.precision
        case .recall: number = list.recall
        case .reciprocalRank: number = list.reciprocalRank
        case .averagePrecision: number = list.averagePrecision(overAll: divisor == .relevant)
        case .normalizedGain: number = list.normalizedGain
        }
        guard let number else { throw withoutValue("nothing was retrieved") }
        return .numeric(number)
    }

    private func withoutValue(_ reason: String) -> GradeFailure {
        GradeFailure(code: .invalidInput, message: "\(reason), so \(metric.rawValue) has no value")
    }
}

extension RetrievalGrader {
    /// `retrieval`, and each metric under its own name.
    static let kinds: [GraderKind] = [kind(nil)] + RetrievalMetric.allCases.map(kind)

    private static func kind(_ metric: RetrievalMetric?) -> GraderKind {
        let trace: JSONObject = [
            "id": "t", "context": ["d1", "d9", ["id": "d3", "text": "…"]], "expectedOutput": ["d1", "d2", "d3"],
        ]
        return GraderKind(
            name: metric?.rawValue ?? "retrieval",
            aliases: aliases(of: metric),
            family: .retrieval,
            summary: metric?.summary ?? "Which documents a retriever found, and in which order, by one of six metrics.",
            formula: (metric?.formula
                ?? RetrievalMetric.allCases.map { "\($0.rawValue): \($0.formula)" }.joined(separator: " "))
                + " " + RetrievalMetric.emptyLists,
            parameters: parameters(metric),
            examples: [
                .init(parameters: ["k": 3], trace: trace, value: example(metric)),
                .init(
                    parameters: ["from": "output"], trace: ["id": "t", "output": [7], "expectedOutput": ["7"]],
                    value: metric == .hit ? .boolean(true) : .numeric(1)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try RetrievalGrader(&reader, metric: metric)) })
    }

    private static func aliases(of metric: RetrievalMetric?) -> [String] {
        switch metric {
        case .reciprocalRank: ["reciprocal_rank"]
        case .hit: ["hit_rate"]
        case .averagePrecision: ["average_precision_at_k"]
        case .normalizedGain: ["ndcg"]
        default: []
        }
    }

    private static func example(_ metric: RetrievalMetric?) -> ScoreValue {
        switch metric {
        case .precision, .recall: .numeric(2.0 / 3)
        case .reciprocalRank: .numeric(1)
        case .hit: .boolean(true)
        case .averagePrecision: .numeric((1 + 2.0 / 3) / 2)
        // 1 + 1/2 over 1 + 1/log2(3) + 1/2.
        case .normalizedGain, nil: .numeric(0.703918089034135)
        }
    }

    private static func parameters(_ metric: RetrievalMetric?) -> [GraderKind.Parameter] {
        let names = RetrievalMetric.allCases.map(\.rawValue).joined(separator: ", ")
        let choice = GraderKind.Parameter("metric", type: names, default: "ndcg_at_k", "How the list is measured.")
        return (metric == nil ? [choice] : []) + [
            .init(
                "k", type: "whole number", default: "all", "How many of the retrieved documents count, the best first."),
            .init(
                "from", type: "context or output", default: "context",
                "Which field holds the retrieved documents; `map` says where it comes from. The relevant ones are in"
                    + " `expected`."),
            .init(
                "ids", type: "JSONPath", default: "the element, or its member id",
                "Where the id lies in an element of either list."),
            .init(
                "graded", type: "boolean", default: "false",
                "Whether `expected` says how relevant: an object of numbers by id, or a list of objects with a number"
                    + " `relevance`. Only ndcg_at_k uses more than whether it is above 0."),
            .init(
                "divide_by", type: "found or relevant", default: "found",
                "What average_precision is divided by: the relevant ones found, as Ragas and DeepEval do, or all of"
                    + " them."),
        ]
    }
}
