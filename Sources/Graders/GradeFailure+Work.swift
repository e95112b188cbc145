import Evaluation

extension GradeFailure {
    /// The failure of a metric whose work grows with the product of two lengths.
    static func tooManyCells(_ left: Int, _ right: Int, maximum: Int, unit: String) -> GradeFailure {
        GradeFailure(
            code: .limitExceeded,
            message: "\(left) × \(right) \(unit) are more than the \(maximum) that are compared; map a shorter part of"
                + " the trace")
    }

    /// The failure of a metric that ran out of work it may do; `limit` says how much that is.
    static func tooMuchWork(_ limit: String) -> GradeFailure {
        GradeFailure(
            code: .limitExceeded,
            message: "output and references are too long to compare: \(limit); map a shorter part of the trace")
    }
}
