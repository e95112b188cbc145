import Evaluation
import JSON

/// Judges how few edits lead from the output to the reference.
struct LevenshteinGrader: Grader {
    private let maximumDistance: Int64?

    let requiredFields: [Sample.Field] = [.output, .expected]
    var scale: Scale { maximumDistance == nil ? .unit : .boolean }

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        maximumDistance = try reader.integer("max_distance", in: 0...Int64(Int32.max))
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let best = try nearest(try sample.text(.output), try sample.references())
            let comment = "distance \(best.edits) over \(best.longerLength) scalars"
            guard let maximumDistance else { return Grade(.numeric(best.similarity), comment: comment) }
            return Grade(.boolean(best.edits <= maximumDistance), comment: "\(comment), allowed \(maximumDistance)")
        }
    }

    /// The most similar reference; with `max_distance` the one fewest edits away.
    private func nearest(_ output: String, _ references: [String]) throws(GradeFailure) -> LevenshteinDistance {
        var best: LevenshteinDistance?
        for reference in references {
            guard let distance = LevenshteinDistance(output, reference) else {
                throw GradeFailure(
                    code: .limitExceeded,
                    message: "output and reference are too long: the product of their lengths is above"
                        + " \(LevenshteinDistance.maximumProduct); map a shorter part of the trace")
            }
            guard let known = best else {
                best = distance
                continue
            }
            let isBetter =
                maximumDistance == nil ? distance.similarity > known.similarity : distance.edits < known.edits
            if isBetter { best = distance }
        }
        guard let best else { throw .missing(.expected) }
        return best
    }
}

extension LevenshteinGrader {
    static let kind = GraderKind(
        name: "levenshtein",
        aliases: ["edit_distance", "string_similarity", "levenshtein_similarity"],
        family: .similarity,
        summary: "How similar output and reference are, letter by letter; of several references the most similar.",
        formula: "1 - D / max(n, m): D the edits (insert, delete, substitute), n and m the lengths in Unicode scalars;"
            + " 1 when both are empty. With max_distance: D <= max_distance.",
        equals: "RapidFuzz 3.14.6 distance.Levenshtein.normalized_similarity",
        parameters: [
            .init(
                "max_distance", type: "whole number",
                "Makes it a yes or no: whether at most so many edits lead from one to the other.")
        ],
        examples: [
            .init(trace: ["id": "t", "output": "kitten", "expectedOutput": "sitting"], value: .numeric(1 - 3.0 / 7)),
            .init(
                parameters: ["max_distance": 3], trace: ["id": "t", "output": "kitten", "expectedOutput": "sitting"],
                value: .boolean(true)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try LevenshteinGrader(&reader)) })
}
