/// What a score is about: a trace, or one observation of it.
package struct Target: Sendable, Hashable {
    /// The trace's id.
    package var traceID: String
    /// The observation's id; nil when the score is about the whole trace.
    package var observationID: String?

    /// Creates a target.
    package init(traceID: String, observationID: String? = nil) {
        self.traceID = traceID
        self.observationID = observationID
    }

    /// The id that sampling and score ids go by: the observation's when there is one, else the trace's.
    package var id: String { observationID ?? traceID }
}
