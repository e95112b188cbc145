import Evaluation
import JSON

/// Reads what a grader of one's own says of why it could not judge.
enum ExternalFailure {
    /// Reads a message, or `{"code", "message", "transient"}`. Without a code the failure is `internal`; without
    /// `transient` the code decides, as everywhere.
    ///
    /// - Throws: A `schema_violation` for anything else.
    static func read(_ value: JSONValue) throws(GradeFailure) -> GradeFailure {
        if let message = value.string {
            return GradeFailure(code: .internal, message: ExternalContract.bounded(message))
        }
        guard let object = value.object else {
            throw ExternalContract.violation("`failure` must be a string or {code, message}")
        }
        guard let message = object["message"]?.string else {
            throw ExternalContract.violation("`failure` needs a `message`, a string")
        }
        let transient = object["transient"].flatMap { $0.isNull ? nil : $0 }
        guard transient == nil || transient?.bool != nil else {
            throw ExternalContract.violation("`transient` of `failure` must be true or false")
        }
        return GradeFailure(
            code: try code(object["code"]), message: ExternalContract.bounded(message), isTransient: transient?.bool)
    }

    private static func code(_ value: JSONValue?) throws(GradeFailure) -> GradeFailure.Code {
        guard let value, !value.isNull else { return .internal }
        if let code = value.string.flatMap(GradeFailure.Code.init(rawValue:)) { return code }
        let known = GradeFailure.Code.allCases.map(\.rawValue).joined(separator: ", ")
        throw ExternalContract.violation("the code \(value.text.excerpt()) of `failure` is none of \(known)")
    }
}
