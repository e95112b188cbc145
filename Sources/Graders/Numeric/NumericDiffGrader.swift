import Evaluation
import JSON

/// Judges how near the number in the output is to the expected one.
struct NumericDiffGrader: Grader {
    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {}

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            guard let expected = sample.expected else { throw .missing(.expected) }
            let found = try number(in: output, .output)
            var best: (similarity: Double, reference: Double)?
            for reference in expected.array ?? [expected] {
                let number = try number(in: reference, .expected)
                let similarity = NumericDifference.similarity(found, number)
                if similarity > best?.similarity ?? -1 { best = (similarity, number) }
            }
            guard let best else {
                throw GradeFailure(
                    code: .invalidInput, message: "`expected` is an empty list; give at least one reference")
            }
            let comment = "found \(JSONValue.number(found).text), expected \(JSONValue.number(best.reference).text)"
            return Grade(.numeric(best.similarity), comment: comment)
        }
    }

    /// A number as it is, else the first one in the text.
    private func number(in value: JSONValue, _ field: Sample.Field) throws(GradeFailure) -> Double {
        if let number = value.double { return number }
        var scanner = NumberScanner(value.plainText, decimalComma: false)
        guard let number = scanner.next() else {
            throw GradeFailure(
                code: .invalidInput, message: "no number in `\(field.rawValue)`, \(value.plainText.excerpt())")
        }
        return number
    }
}

extension NumericDiffGrader {
    static let kind = GraderKind(
        name: "numeric_diff",
        family: .numeric,
        summary: "How near the number in the output is to the expected one; of several references the nearest.",
        formula: "1 - |e - o| / (|e| + |o|); 1 when both are 0, 0 when their signs differ. Of a text the first number"
            + " counts; without one it is a failure (invalid_input).",
        equals: "autoevals 0.4.1 NumericDiff",
        examples: [
            .init(trace: ["id": "t", "output": 105, "expectedOutput": 100], value: .numeric(1 - 5.0 / 205)),
            .init(trace: ["id": "t", "output": "about 3", "expectedOutput": "3"], value: .numeric(1)),
            .init(trace: ["id": "t", "output": "none", "expectedOutput": 3], value: nil),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try NumericDiffGrader(&reader)) })
}
