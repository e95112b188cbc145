package import Timing

/// Evaluation steps as a model wrote them.
package struct WrittenSteps: Sendable, Equatable {
    /// The steps, in the order in which they are gone through.
    package var steps: [String]
    /// The model that wrote them, as the provider names it in its reply.
    package var model: String
    /// When they were written.
    package var writtenAt: Timestamp

    /// Creates a list of steps.
    package init(steps: [String], model: String, writtenAt: Timestamp) {
        self.steps = steps
        self.model = model
        self.writtenAt = writtenAt
    }
}
