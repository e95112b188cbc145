import Evaluation
import JSON

extension Sample {
    /// The field as text: a string as it is, any other value as compact JSON.
    func text(_ field: Field) throws(GradeFailure) -> String {
        guard let value = self[field] else { throw .missing(field) }
        return value.plainText
    }

    /// The references to compare with: each string of a list of strings, else the one value as text.
    func references() throws(GradeFailure) -> [String] {
        guard let expected else { throw .missing(.expected) }
        guard let list = expected.array else { return [expected.plainText] }
        guard !list.isEmpty else {
            throw GradeFailure(code: .invalidInput, message: "`expected` is an empty list; give at least one reference")
        }
        let strings = list.compactMap(\.string)
        return strings.count == list.count ? strings : [expected.plainText]
    }
}

extension GradeFailure {
    /// The failure of a grader that was asked without a field it needs.
    static func missing(_ field: Sample.Field) -> GradeFailure {
        GradeFailure(code: .missingInput, message: "the sample has no `\(field.rawValue)`")
    }
}

extension GradeOutcome {
    /// Runs `body` and turns a thrown failure into an outcome.
    static func from(_ body: () throws(GradeFailure) -> Grade) -> GradeOutcome {
        do throws(GradeFailure) {
            return .graded(try body())
        } catch {
            return .failed(error)
        }
    }
}
