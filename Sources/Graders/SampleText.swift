import Evaluation
import JSON

extension Sample {
    /// The field as text: a string as it is, any other value as compact JSON.
    func text(_ field: Field) throws(GradeFailure) -> String {
        guard let value = self[field] else { throw .missing(field) }
        return value.plainText
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
