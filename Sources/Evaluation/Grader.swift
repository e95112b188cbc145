package import JSON

/// Judges one sample. Graders are values: parameters in, a function from sample to outcome out.
package protocol Grader: Sendable {
    /// The scale of the values it gives.
    var scale: Scale { get }

    /// The fields without which it has nothing to say. A sample that lacks `output` is skipped; one that lacks another
    /// is a failure (`missing_input`), found before `grade` is called.
    var requiredFields: [Sample.Field] { get }

    /// Whether judging waits for something outside the process, so that it is worth running beside others, and sees only
    /// what may leave the process.
    var waits: Bool { get }

    /// The names of the parts its grades may have; known before anything is graded, so that clashes are found.
    var partNames: [String] { get }

    /// What it goes by beside its configuration, for people to look at, e.g. evaluation steps a model has written.
    func details() async -> JSONObject

    /// Judges `sample`. Never throws and never traps: whatever goes wrong is a `GradeFailure`.
    func grade(_ sample: Sample) async -> GradeOutcome
}

extension Grader {
    package var waits: Bool { false }
    package var partNames: [String] { [] }
    package func details() async -> JSONObject { [:] }
}

/// Judges by the outcomes of other graders on the same sample.
package protocol Aggregator: Sendable {
    /// The scale of the values it gives.
    var scale: Scale { get }

    /// The names of the graders it reads.
    var parts: [String] { get }

    /// An error at the place where the configuration names `part`.
    func error(at part: String, _ message: String) -> JSONReadError

    /// Checks the configuration once all graders are known: the parts must be fit to be put together.
    ///
    /// - Throws: `JSONReadError` at the part that is not.
    func validate(_ parts: [String: PartTraits]) throws(JSONReadError)

    /// Judges by the parts' outcomes, normalised to 0...1 by their scales; an outcome is there for each name in `parts`.
    func aggregate(_ outcomes: [String: PartOutcome]) -> GradeOutcome
}

/// What is known of a part before it is asked.
package struct PartTraits: Sendable, Equatable {
    /// The scale of its values.
    package var scale: Scale
    /// From which value on it has passed; nil when it has no threshold.
    package var threshold: Double?

    /// Creates the traits of a part.
    package init(scale: Scale, threshold: Double? = nil) {
        self.scale = scale
        self.threshold = threshold
    }
}

/// The outcome of a part, with what its value has to be read by.
package struct PartOutcome: Sendable {
    /// What the part said.
    package var outcome: GradeOutcome
    /// The scale and the threshold of the value.
    package var traits: PartTraits

    /// Creates a part's outcome.
    package init(outcome: GradeOutcome, scale: Scale, threshold: Double? = nil) {
        self.outcome = outcome
        traits = PartTraits(scale: scale, threshold: threshold)
    }
}
