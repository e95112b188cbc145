import Evaluation

/// Finds the trace an event is about: in the event itself, or in Langfuse when the event only names it.
struct TraceResolver: Sendable {
    /// Reads traces that events only name; nil when no Langfuse is configured.
    let source: (any TraceSource)?

    /// The trace of `event`.
    ///
    /// - Throws: `malformed` when it would have to be read and there is nowhere to read it from.
    func trace(of event: Event) async throws(TraceSourceError) -> Trace {
        switch event.content {
        case .trace(let trace): return trace
        case .reference(let traceID):
            guard let source else {
                throw TraceSourceError(
                    code: .malformed,
                    message: "the event only names trace \(traceID), and there is no `langfuse` section to read it from"
                )
            }
            return try await source.trace(for: event.target)
        }
    }
}
