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
    private let maximumDistance: Int64?

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
        maximumDistance = try reader.integer("max_distance", in: 0...Int64(Int32.max))
        if maximumDistance != nil && reader.object["measure"] != nil {
            throw reader.error("measure", "max_distance already makes it a yes or no; leave one of the two out")
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let best = try sample.bestReference(preparing: preparation, limit: limit, by: rank) {
                metric.count($0, $1, unit: preparation.unit)
            }
            let comment = "distance \(best.distance) of at most \(best.maximum) \(preparation.unit.rawValue)"
            let metadata: JSONObject = [
                "distance": .integer(Int64(best.distance)), "maximum": .integer(Int64(best.maximum)),
            ]
            guard let maximumDistance else { return Grade(value(best), comment: comment, metadata: metadata) }
            let allowed = "\(comment), allowed \(maximumDistance)"
            return Grade(.boolean(best.distance <= maximumDistance), comment: allowed, metadata: metadata)
        }
    }

    private var limit: String {
        metric == .damerauLevenshtein
            ? "the product of their lengths is above \(EditMetric.maximumSingleCells)"
            : "what differs needs more than \(EditMetric.maximumCells) cells of the table of distances"
    }

    /// Where texts are compared by their distance, the reference with the least is the best.
    private func rank(_ count: EditCount) -> Double {
        maximumDistance != nil || measure == .distance ? -Double(count.distance) : count.normalizedSimilarity
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
                "Makes it a yes or no: whether at most so many edits lead from one to the other."),
        ]
}
