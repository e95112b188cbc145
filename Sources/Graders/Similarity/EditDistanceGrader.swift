import Evaluation
import JSON

/// Judges how few edits lead from the output to the reference.
struct EditDistanceGrader: Grader {
    /// Which of the four figures of an edit count is the value.
    private enum Measure: String, CaseIterable {
        case normalizedSimilarity = "normalized_similarity"
        case normalizedDistance = "normalized_distance"
        case similarity, distance
    }

    private let metric: EditMetric
    private let preparation: TextPreparation
    private let measure: Measure
    private let maximumDistance: Int?

    let requiredFields: [Sample.Field] = [.output, .expected]

    var scale: Scale {
        if maximumDistance != nil { return .boolean }
        return switch measure {
        case .normalizedSimilarity: .unit
        case .normalizedDistance: Scale(.numeric(0...1), direction: .lowerIsBetter)
        case .similarity: Scale(.unbounded)
        case .distance: Scale(.unbounded, direction: .lowerIsBetter)
        }
    }

    init(_ reader: inout JSONReader, _ metric: EditMetric) throws(JSONReadError) {
        self.metric = metric
        preparation = try TextPreparation(&reader)
        measure = try reader.choice("measure", default: Measure.normalizedSimilarity)
        maximumDistance = try reader.integer("max_distance", in: 0...Int64(Int32.max)).map { Int($0) }
        if maximumDistance != nil && reader.object["measure"] != nil {
            throw reader.error("measure", "max_distance already makes it a yes or no; leave one of the two out")
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(pairsOf: sample, prepare: preparation.prepared)
            var budget = EditBudget()
            let best = try texts.best(by: rank) { reference throws(GradeFailure) in
                let count = metric.count(
                    texts.output, reference, unit: preparation.unit, budget: &budget, limit: maximumDistance)
                guard let count else { throw .tooMuchWork(limit) }
                return count
            }
            return grade(best)
        }
    }

    private func grade(_ count: EditCount) -> Grade {
        let unit = preparation.unit.rawValue.dropLast()
        let distance = count.isLowerBound ? "above \(count.distance - 1)" : "\(count.distance)"
        let comment = "distance \(distance) of at most \(Counted.text(count.maximum, String(unit)))"
        var metadata: JSONObject = ["maximum": .integer(Int64(count.maximum))]
        if !count.isLowerBound { metadata["distance"] = .integer(Int64(count.distance)) }
        guard let maximumDistance else { return Grade(value(count), comment: comment, metadata: metadata) }
        return Grade(
            .boolean(count.distance <= maximumDistance), comment: "\(comment), allowed \(maximumDistance)",
            metadata: metadata)
    }

    private var limit: String {
        metric == .damerauLevenshtein
            ? "the products of what is left without the shared ends come to more than \(EditMetric.maximumSingleCells)"
            : "what differs needs more than \(EditMetric.maximumCells) cells of the tables of distances"
    }

    /// The best reference is the best by the figure that is asked for.
    private func rank(_ count: EditCount) -> Double {
        if maximumDistance != nil { return -Double(count.distance) }
        return switch measure {
        case .normalizedSimilarity, .normalizedDistance: count.normalizedSimilarity
        case .similarity: Double(count.similarity)
        case .distance: -Double(count.distance)
        }
    }

    private func value(_ count: EditCount) -> ScoreValue {
        switch measure {
        case .normalizedSimilarity: .numeric(count.normalizedSimilarity)
        case .normalizedDistance: .numeric(count.normalizedDistance)
        case .similarity: .numeric(Double(count.similarity))
        case .distance: .numeric(Double(count.distance))
        }
    }
}

extension EditDistanceGrader {
    static let parameters: [GraderKind.Parameter] =
        TextPreparation.parameters(unit: "What one edit changes: words are cut by UAX #29.") + [
            .init(
                "measure", type: "normalized_similarity, normalized_distance, similarity or distance",
                default: "normalized_similarity",
                "The value: a share from 0 to 1 or a number of units, of what is the same or of what differs."),
            .init(
                "max_distance", type: "whole number",
                "Makes it a yes or no: whether at most so many edits lead from one to the other. Nothing is worked out"
                    + " beyond that, so long texts cost less."),
        ]
}
