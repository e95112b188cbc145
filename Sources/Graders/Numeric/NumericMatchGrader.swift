import Evaluation
import JSON

/// Judges whether the number in the output is the expected one, within a tolerance.
struct NumericMatchGrader: Grader {
    private let absoluteTolerance: Double
    private let relativeTolerance: Double
    private let reading: NumberReading

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        absoluteTolerance = try Self.tolerance("abs_tol", &reader) ?? 0
        relativeTolerance = try Self.tolerance("rel_tol", &reader) ?? 1e-6
        reading = try NumberReading(&reader)
    }

    private static func tolerance(_ key: String, _ reader: inout JSONReader) throws(JSONReadError) -> Double? {
        guard let tolerance = try reader.number(key) else { return nil }
        guard tolerance >= 0 else { throw reader.error(key, "expected a number from 0 on, found \(tolerance)") }
        return tolerance
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            let references = try reading.references(of: sample)
            let found = reading.numbers(in: output)
            if found.isEmpty { return Grade(.boolean(false), comment: "no number in the output") }
            let isMatch = references.contains { areClose(found, $0) }
            let wanted = references.prefix(3).map(NumberReading.text).joined(separator: " or ")
            return Grade(
                .boolean(isMatch),
                comment:
                    "found \(NumberReading.text(found)), expected \(wanted)\(references.count > 3 ? " or others" : "")")
        }
    }

    private func areClose(_ found: [Double], _ expected: [Double]) -> Bool {
        found.count == expected.count
            && zip(found, expected).allSatisfy { found, expected in
                let allowed = max(absoluteTolerance, relativeTolerance * expected.magnitude)
                return found == expected || (found - expected).magnitude <= allowed
            }
    }
}

extension NumericMatchGrader {
    static let kind = GraderKind(
        name: "numeric_match",
        aliases: ["number_accuracy", "approx", "numeric_within"],
        family: .numeric,
        summary: "Whether the number in the output is the expected one, within a tolerance.",
        formula: "|output - expected| <= max(abs_tol, rel_tol * |expected|); with `extract: all` for each number in"
            + " turn, and as many of them. An output without a number is false, as the"
            + " question is whether it gives the right one; a reference without one is a failure (invalid_input).",
        parameters: [
            .init("abs_tol", type: "number", default: "0", "The absolute tolerance."),
            .init("rel_tol", type: "number", default: "1e-6", "The tolerance as a share of the expected number."),
        ] + NumberReading.parameters,
        examples: [
            .init(
                parameters: ["extract": "last"],
                trace: ["id": "t", "output": "3 boxes of 400 make 1,200.", "expectedOutput": 1200],
                value: .boolean(true)),
            .init(
                parameters: ["rel_tol": 0.01], trace: ["id": "t", "output": "about 105", "expectedOutput": "100"],
                value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try NumericMatchGrader(&reader)) })
}
