package import JSON

/// A grader's verdict on one sample.
package struct Grade: Sendable, Equatable {
    /// The value.
    package var value: ScoreValue
    /// Why, in a sentence; becomes the score's comment.
    package var comment: String?
    /// Facts beside the value, e.g. tokens and cost of a judge; becomes the score's metadata.
    package var metadata: JSONObject
    /// Further verdicts from the same look, e.g. of a judge asked for several scores at once; each becomes a score of its
    /// own. `invert` and `threshold` do not touch them.
    package var parts: [Part]
    /// The share of the traces that the grader had the means to judge when it was asked; nil for graders whose means do not
    /// run out. Which traces are in it is decided by one draw for all graders (`Sampling.Domain.budgets`), so that of two
    /// shares the smaller lies within the greater.
    package var sampleRate: Double?

    /// A further verdict.
    package struct Part: Sendable, Equatable {
        /// The name, which follows that of the grader's own score and a full stop.
        package var name: String
        /// The value.
        package var value: ScoreValue

        /// Creates a further verdict.
        package init(name: String, value: ScoreValue) {
            self.name = name
            self.value = value
        }
    }

    /// Creates a verdict.
    package init(_ value: ScoreValue, comment: String? = nil, metadata: JSONObject = [:], parts: [Part] = []) {
        self.value = value
        self.comment = comment
        self.metadata = metadata
        self.parts = parts
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
