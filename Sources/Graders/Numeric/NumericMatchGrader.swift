import Evaluation
import JSON

/// Judges whether the number in the output is the expected one, within a tolerance.
struct NumericMatchGrader: Grader {
    /// Which of the numbers in a text count.
    private enum Extract: String, CaseIterable { case first, last, all }

    /// Which sign separates the fraction.
    private enum DecimalSeparator: String, CaseIterable { case point, comma }

    private let absoluteTolerance: Double
    private let relativeTolerance: Double
    private let extract: Extract
    private let decimalSeparator: DecimalSeparator

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        absoluteTolerance = try Self.tolerance("abs_tol", &reader) ?? 0
        relativeTolerance = try Self.tolerance("rel_tol", &reader) ?? 1e-6
        extract = try reader.choice("extract", default: Extract.first)
        decimalSeparator = try reader.choice("decimal", default: DecimalSeparator.point)
    }

    private static func tolerance(_ key: String, _ reader: inout JSONReader) throws(JSONReadError) -> Double? {
        guard let tolerance = try reader.number(key) else { return nil }
        guard tolerance >= 0 else { throw reader.error(key, "expected a number from 0 on, found \(tolerance)") }
        return tolerance
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            guard let expected = sample.expected else { throw .missing(.expected) }
            let references = try references(expected)
            let found = numbers(in: output)
            if found.isEmpty { return Grade(.boolean(false), comment: "no number in the output") }
            let isMatch = references.contains { areClose(found, $0) }
            let wanted = references.prefix(3).map(Self.text).joined(separator: " or ")
            return Grade(
                .boolean(isMatch),
                comment: "found \(Self.text(found)), expected \(wanted)\(references.count > 3 ? " or others" : "")")
        }
    }

    /// The alternatives: each element of a list is one, but with `extract: all` a list of numbers is one whole.
    private func references(_ expected: JSONValue) throws(GradeFailure) -> [[Double]] {
        var values = [expected]
        if let list = expected.array, extract != .all || list.contains(where: { $0.double == nil }) { values = list }
        let references = values.map(numbers)
        guard !references.isEmpty, references.allSatisfy({ !$0.isEmpty }) else {
            throw GradeFailure(
                code: .invalidInput, message: "no number in `expected`, \(expected.plainText.excerpt())")
        }
        return references
    }

    private func numbers(in value: JSONValue) -> [Double] {
        if let number = value.double { return [number] }
        if let numbers = value.array?.compactMap(\.double), !numbers.isEmpty, numbers.count == value.array?.count {
            return chosen(numbers)
        }
        var scanner = NumberScanner(value.plainText, decimalComma: decimalSeparator == .comma)
        if extract == .first { return scanner.next().map { [$0] } ?? [] }
        return chosen(scanner.all())
    }

    private func chosen(_ numbers: [Double]) -> [Double] {
        switch extract {
        case .first: Array(numbers.prefix(1))
        case .last: Array(numbers.suffix(1))
        case .all: numbers
        }
    }

    private func areClose(_ found: [Double], _ expected: [Double]) -> Bool {
        found.count == expected.count
            && zip(found, expected).allSatisfy { found, expected in
                let allowed = max(absoluteTolerance, relativeTolerance * expected.magnitude)
                return found == expected || (found - expected).magnitude <= allowed
            }
    }

    private static func text(_ numbers: [Double]) -> String {
        numbers.prefix(5).map { JSONValue.number($0).text }.joined(separator: ", ") + (numbers.count > 5 ? ", …" : "")
    }
}

extension NumericMatchGrader {
    static let kind = GraderKind(
        name: "numeric_match",
        aliases: ["number_accuracy", "approx", "numeric_within"],
        family: .numeric,
        summary: "Whether the number in the output is the expected one, within a tolerance.",
        formula: "|output - expected| <= max(abs_tol, rel_tol * |expected|); with `extract: all` for each number in"
            + " turn, and as many of them. An output without a number is false.",
        parameters: [
            .init("abs_tol", type: "number", default: "0", "The absolute tolerance."),
            .init("rel_tol", type: "number", default: "1e-6", "The tolerance as a share of the expected number."),
            .init(
                "extract", type: "first, last or all", default: "first",
                "Which of the numbers in output and reference count. `1,234` is one number, `1,2` two."),
            .init(
                "decimal", type: "point or comma", default: "point",
                "What separates the fraction; the other one separates thousands."),
        ],
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
