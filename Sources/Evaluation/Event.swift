package import Timing

/// A sender's word that a trace is ready, carrying the trace or only its id.
package struct Event: Sendable, Equatable {
    /// What there is to grade.
    package enum Content: Sendable, Equatable {
        /// The trace came with the event.
        case trace(Trace)
        /// The trace must be read from Langfuse.
        case reference(traceID: String)
    }

    /// The event's id: the body's `id`, else derived from the signed delivery.
    package var id: String
    /// When the sender says it happened; nil when it does not say.
    package var timestamp: Timestamp?
    /// What there is to grade.
    package var content: Content
    /// The observation the scores are about; nil for the whole trace.
    package var observationID: String?

    /// Creates an event.
    package init(id: String, timestamp: Timestamp? = nil, content: Content, observationID: String? = nil) {
        self.id = id
        self.timestamp = timestamp
        self.content = content
        self.observationID = observationID
    }

    /// What the scores will be about.
    package var target: Target {
        switch content {
        case .trace(let trace): Target(traceID: trace.id, observationID: observationID)
        case .reference(let traceID): Target(traceID: traceID, observationID: observationID)
        }
    }
}
