import Evaluation
import JSON

/// Judges how well the elements of a list can be paired with those of the reference, whatever their order.
struct ListContainsGrader: Grader {
    private let allowsExtraEntities: Bool

    /// The number of pairs above which nothing is computed: two lists of 500.
    private static let maximumPairs = 250_000

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        allowsExtraEntities = try reader.bool("allow_extra_entities", default: false)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let output = try list(.output, sample)
            let expected = try list(.expected, sample)
            let comment = "\(output.count) elements, \(expected.count) expected"
            if output.isEmpty || expected.isEmpty {
                return Grade(.numeric(output.isEmpty && expected.isEmpty ? 1 : 0), comment: comment)
            }
            let sum = OptimalAssignment.greatestSum(try similarities(output, expected))
            let count = allowsExtraEntities ? expected.count : max(output.count, expected.count)
            return Grade(.numeric(min(1, sum / Double(count))), comment: comment)
        }
    }

    private func similarities(_ output: [String], _ expected: [String]) throws(GradeFailure) -> [[Double]] {
        guard output.count <= Self.maximumPairs / expected.count else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "\(output.count) elements with \(expected.count) make more than \(Self.maximumPairs) pairs")
        }
        var budget = TextBudget()
        var rows: [[Double]] = []
        for left in output {
            var row: [Double] = []
            for right in expected { row.append(try budget.similarity(left, right)) }
            rows.append(row)
        }
        return rows
    }

    /// The elements as texts; a string is read as the text of a JSON list.
    private func list(_ field: Sample.Field, _ sample: Sample) throws(GradeFailure) -> [String] {
        guard let value = sample[field] else { throw .missing(field) }
        let read = value.string.flatMap { try? JSONValue(parsing: $0) } ?? value
        guard let elements = read.array else {
            throw GradeFailure(
                code: .invalidInput, message: "`\(field.rawValue)` must be a list, found \(read.kindName)")
        }
        return elements.map(\.plainText)
    }
}

extension ListContainsGrader {
    static let kind = GraderKind(
        name: "list_contains",
        family: .structure,
        summary: "How well the elements of a list can be paired with the expected ones, whatever their order.",
        formula: "The greatest sum of Levenshtein similarities over one-to-one pairs / the longer length; with"
            + " allow_extra_entities / the expected length. Both empty 1, one empty 0. At most 250,000 pairs.",
        equals: "autoevals 0.4.1 ListContains with Levenshtein",
        parameters: [
            .init(
                "allow_extra_entities", type: "boolean", default: "false",
                "Whether elements beyond the expected ones cost nothing.")
        ],
        examples: [
            .init(trace: ["id": "t", "output": ["a", "b"], "expectedOutput": ["b", "a"]], value: .numeric(1)),
            .init(
                trace: ["id": "t", "output": ["kitten"], "expectedOutput": ["sitting", "cat"]],
                value: .numeric((1 - 3.0 / 7) / 2)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try ListContainsGrader(&reader)) })
}
