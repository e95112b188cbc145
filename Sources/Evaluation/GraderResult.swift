/// The outcome of one configured grader on one trace.
package struct GraderResult: Sendable {
    /// The grader.
    package var grader: ConfiguredGrader
    /// What it said, with `invert` and `threshold` applied.
    package var outcome: GradeOutcome

    /// Whether the grader was asked for by name; false for one that only an aggregate reads, which makes no score.
    package var isRequested: Bool

    /// Creates a result.
    package init(grader: ConfiguredGrader, outcome: GradeOutcome, isRequested: Bool = true) {
        self.grader = grader
        self.outcome = outcome
        self.isRequested = isRequested
    }
}
