/// The outcome of one configured grader on one trace.
package struct GraderResult: Sendable {
    /// The grader.
    package var grader: ConfiguredGrader
    /// What it said, with `invert` and `threshold` applied.
    package var outcome: GradeOutcome

    /// Creates a result.
    package init(grader: ConfiguredGrader, outcome: GradeOutcome) {
        self.grader = grader
        self.outcome = outcome
    }
}
