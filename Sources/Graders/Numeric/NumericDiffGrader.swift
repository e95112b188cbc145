import Evaluation
import JSON

/// Judges how near the number in the output is to the expected one.
struct NumericDiffGrader: Grader {
    private let reading: NumberReading

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) { reading = try NumberReading(&reader) }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            let references = try reading.references(of: sample)
            let found = reading.numbers(in: output)
            guard !found.isEmpty else {
                throw GradeFailure(code: .invalidInput, message: "no number in `output`, \(output.plainText.excerpt())")
            }
            let judged = references.map { (similarity: similarity(found, $0), reference: $0) }
            guard let best = judged.max(by: { $0.similarity < $1.similarity }) else { throw .missing(.expected) }
            return Grade(
                .numeric(best.similarity),
                comment: "found \(NumberReading.text(found)), expected \(NumberReading.text(best.reference))")
        }
    }

    /// The mean over the places, where a number without a partner counts 0.
    private func similarity(_ found: [Double], _ expected: [Double]) -> Double {
        zip(found, expected).reduce(0) { $0 + NumericDifference.similarity($1.0, $1.1) }
            / Double(max(found.count, expected.count))
    }
}

extension NumericDiffGrader {
    static let kind = GraderKind(
        name: "numeric_diff",
        aliases: ["NumericDiff"],
        family: .numeric,
        summary: "How near the number in the output is to the expected one; of several references the nearest.",
        formula: "1 - |e - o| / (|e| + |o|); 1 when both are 0, 0 when their signs differ. With `extract: all`"
            + " the mean over the numbers in turn, one without a partner counting 0. A text without a number is a"
            + " failure (invalid_input): there is no distance to measure, and 0 would say that the signs differ.",
        equals: "autoevals 0.4.1 NumericDiff, on two numbers",
        parameters: NumberReading.parameters,
        examples: [
            .init(trace: ["id": "t", "output": 105, "expectedOutput": 100], value: .numeric(1 - 5.0 / 205)),
            .init(trace: ["id": "t", "output": "about 3", "expectedOutput": "3"], value: .numeric(1)),
            .init(
                parameters: ["extract": "last", "decimal": "comma"],
                trace: ["id": "t", "output": "3 Kisten, also 1.050,0 Gramm", "expectedOutput": 1050],
                value: .numeric(1)),
            .init(trace: ["id": "t", "output": "none", "expectedOutput": 3], value: nil),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try NumericDiffGrader(&reader)) })
}
