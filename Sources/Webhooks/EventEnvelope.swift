import JSON
package import Timing

/// What the accept path needs to know of an event, read without building anything of its content.
package struct EventEnvelope: Sendable, Equatable {
    /// What kind of event it is.
    package enum Kind: Sendable, Equatable {
        /// There is a trace to grade, in the event or in Langfuse.
        case trace
        /// Something else, such as Langfuse's `prompt-version`, `monitor-alert` or `project-notification`: answered
        /// with 200 and ignored. Nothing of it has been checked.
        case foreign(type: String)
    }

    /// The body's `id`; nil when it has none.
    package let id: String?
    /// What kind of event it is.
    package let kind: Kind
    /// The trace's id; nil for a foreign event only.
    package let traceID: String?
    /// The observation the scores are about; nil for the whole trace.
    package let observationID: String?
    /// When the sender says it happened; nil when it does not say.
    package let timestamp: Timestamp?

    /// Checks that `bytes` are one event and returns what it says about itself.
    ///
    /// A foreign event is told by its `type` alone. A trace event has exactly one of `trace` and `traceId`, and every
    /// member that `EventDecoder` will read has the right type, so that what is accepted can be graded.
    package static func inspect(_ bytes: [UInt8]) throws(EventError) -> EventEnvelope {
        try inspect(bytes[...], at: "")
    }

    static func inspect(_ bytes: ArraySlice<UInt8>, at pointer: String) throws(EventError) -> EventEnvelope {
        let result: Result<EventEnvelope, EventError>
        do {
            result = try JSONDocument.withParsed(bytes) { read($0, at: pointer) }
        } catch {
            throw EventError(error, at: pointer)
        }
        return try result.get()
    }

    /// Reads an element of a parsed document that lies at `pointer`.
    static func read(_ element: JSONElement, at pointer: String) -> Result<EventEnvelope, EventError> {
        do throws(EventError) {
            return .success(try EventReader(pointer: pointer).read(element))
        } catch {
            return .failure(error)
        }
    }
}
