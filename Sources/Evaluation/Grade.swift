package import JSON

/// A grader's verdict on one sample.
package struct Grade: Sendable, Equatable {
    /// The value.
    package var value: ScoreValue
    /// Why, in a sentence; becomes the score's comment.
    package var comment: String?
    /// Facts beside the value, e.g. tokens and cost of a judge; becomes the score's metadata.
    package var metadata: JSONObject

    /// Creates a verdict.
    package init(_ value: ScoreValue, comment: String? = nil, metadata: JSONObject = [:]) {
        self.value = value
        self.comment = comment
        self.metadata = metadata
    }
}

/// What came of asking a grader.
package enum GradeOutcome: Sendable, Equatable {
    /// A verdict.
    case graded(Grade)
    /// No verdict, and why. Never turned into a number.
    case failed(GradeFailure)
    /// Nothing to judge, and why, e.g. a trace without output.
    case skipped(String)
}
