package import JSON

/// Judges one sample. Graders are values: parameters in, a function from sample to outcome out.
package protocol Grader: Sendable {
    /// The scale of the values it gives.
    var scale: Scale { get }

    /// The fields without which it has nothing to say. A sample that lacks `output` is skipped; one that lacks another
    /// is a failure (`missing_input`), found before `grade` is called.
    var requiredFields: [Sample.Field] { get }

    /// Whether judging waits for something outside the process, so that it is worth running beside others.
    var waits: Bool { get }

    /// Judges `sample`. Never throws and never traps: whatever goes wrong is a `GradeFailure`.
    func grade(_ sample: Sample) async -> GradeOutcome
}

extension Grader {
    package var waits: Bool { false }
}

/// Judges by the outcomes of other graders on the same sample.
package protocol Aggregator: Sendable {
    /// The scale of the values it gives.
    var scale: Scale { get }

    /// The names of the graders it reads.
    var parts: [String] { get }

    /// Checks the configuration once all graders are known: the parts' scales must be fit to be put together.
    ///
    /// - Throws: `JSONReadError` at the part that is not.
    func validate(partScales: [String: Scale]) throws(JSONReadError)

    /// Judges by the parts' outcomes, normalised to 0...1 by their scales; an outcome is there for each name in `parts`.
    func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome
}

/// The outcome of a part, with the scale it was given on.
package struct PartOutcome: Sendable {
    /// What the part said.
    package var outcome: GradeOutcome
    /// On which scale.
    package var scale: Scale

    /// Creates a part's outcome.
    package init(outcome: GradeOutcome, scale: Scale) {
        self.outcome = outcome
        self.scale = scale
    }
}
