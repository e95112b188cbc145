package import JSON

/// The value of a score. A failed grade has none: it is a `GradeFailure`.
package enum ScoreValue: Sendable, Hashable {
    /// A finite number. NaN and infinities never get here.
    case numeric(Double)
    /// A yes or a no.
    case boolean(Bool)
    /// One of a set of labels.
    case categorical(String)

    /// Langfuse's name for the type: `NUMERIC`, `BOOLEAN` or `CATEGORICAL`.
    package var dataType: String {
        switch self {
        case .numeric: "NUMERIC"
        case .boolean: "BOOLEAN"
        case .categorical: "CATEGORICAL"
        }
    }

    /// The value as people read it in JSON: a number, `true`/`false`, or a string.
    package var json: JSONValue {
        switch self {
        case .numeric(let value): .number(value)
        case .boolean(let value): .bool(value)
        case .categorical(let value): .string(value)
        }
    }

    /// The value as a number: itself, or 1 and 0 for a boolean; nil for a label.
    package var number: Double? {
        switch self {
        case .numeric(let value): value
        case .boolean(let value): value ? 1 : 0
        case .categorical: nil
        }
    }
}
