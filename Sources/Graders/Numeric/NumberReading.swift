import Evaluation
import JSON

/// Which numbers of a value count, and how they are written.
struct NumberReading: Sendable {
    /// Which of several numbers count.
    enum Extract: String, CaseIterable { case first, last, all }

    /// Which sign separates the fraction.
    private enum DecimalSeparator: String, CaseIterable { case point, comma }

    /// Which of several numbers count.
    let extract: Extract
    private let decimalSeparator: DecimalSeparator

    /// Reads `extract` and `decimal`.
    init(_ reader: inout JSONReader) throws(JSONReadError) {
        extract = try reader.choice("extract", default: Extract.first)
        decimalSeparator = try reader.choice("decimal", default: DecimalSeparator.point)
    }

    /// The numbers of `value` that count: a number itself, those of a list of numbers, or those in the text.
    func numbers(in value: JSONValue) -> [Double] {
        if let number = value.double { return [number] }
        if let numbers = value.array?.compactMap(\.double), !numbers.isEmpty, numbers.count == value.array?.count {
            return chosen(numbers)
        }
        var scanner = NumberScanner(value.plainText, decimalComma: decimalSeparator == .comma)
        if extract == .first { return scanner.next().map { [$0] } ?? [] }
        return chosen(scanner.all())
    }

    /// The numbers of each reference; with `extract: all` a list of numbers is one reference.
    ///
    /// - Throws: `invalid_input` when a reference has no number.
    func references(of sample: Sample) throws(GradeFailure) -> [[Double]] {
        guard let expected = sample.expected else { throw .missing(.expected) }
        let isWhole =
            extract == .all && expected.array?.isEmpty == false
            && expected.array?.allSatisfy { $0.double != nil } == true
        let references = (isWhole ? [expected] : try sample.alternatives()).map(numbers)
        guard references.allSatisfy({ !$0.isEmpty }) else {
            throw GradeFailure(
                code: .invalidInput, message: "no number in `expected`, \(expected.plainText.excerpt())")
        }
        return references
    }

    private func chosen(_ numbers: [Double]) -> [Double] {
        switch extract {
        case .first: Array(numbers.prefix(1))
        case .last: Array(numbers.suffix(1))
        case .all: numbers
        }
    }

    /// The numbers as a comment shows them, the first five.
    static func text(_ numbers: [Double]) -> String {
        numbers.prefix(5).map { JSONValue.number($0).text }.joined(separator: ", ") + (numbers.count > 5 ? ", …" : "")
    }

    /// The documentation of the parameters read.
    static let parameters: [GraderKind.Parameter] = [
        .init(
            "extract", type: "first, last or all", default: "first",
            "Which of the numbers in output and reference count. `1,234` is one number, `1,2` two. With all, a list of"
                + " numbers in `expected` is one reference."),
        .init(
            "decimal", type: "point or comma", default: "point",
            "What separates the fraction; the other one separates thousands."),
    ]
}
