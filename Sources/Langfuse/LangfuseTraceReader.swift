package import Evaluation
package import HTTPClient
import JSON
package import Timing

/// Reads traces from Langfuse: whole objects from a v3 server, sets of observations from a v4 one.
///
/// A server that changes its mode is noticed by the 404 of the route that went away, and asked anew what it is.
package struct LangfuseTraceReader: TraceSource {
    private let client: LangfuseClient
    private let probe: LangfuseProbe

    /// Creates a reader. `probe` may be shared with the sink.
    package init(
        configuration: LangfuseConfiguration, transport: any HTTPTransport, probe: LangfuseProbe,
        time: any TimeSource
    ) {
        client = LangfuseClient(configuration: configuration, transport: transport, time: time)
        self.probe = probe
    }

    /// Reads the trace of `target`. When it names an observation, input, output, metadata and timestamp are that
    /// observation's: those of the target itself.
    ///
    /// - Throws: `notFound` when the trace or the observation is not there (yet): Langfuse shows what it is sent only
    ///   after seconds, sometimes minutes, so trying again helps.
    package func trace(for target: Target) async throws(TraceSourceError) -> Trace {
        do throws(LangfuseError) {
            return try await read(target)
        } catch {
            throw TraceSourceError(error)
        }
    }

    private func read(_ target: Target) async throws(LangfuseError) -> Trace {
        let generation = try await probe.probe()
        do throws(LangfuseError) {
            return try await read(target, by: generation.readers)
        } catch  where error.code == .notFound {
            // A trace that is away says so; anything else may mean that the route is.
            guard !Self.isMissingContent(error) else { throw error }
            let fresh = try await probe.refresh(generation)
            guard fresh.readers != generation.readers else { throw error }
            return try await read(target, by: fresh.readers)
        }
    }

    private func read(
        _ target: Target, by readers: ServerGeneration.Readers
    ) async throws(LangfuseError) -> Trace {
        let object: JSONObject
        switch readers {
        case .v3: object = try await wholeTrace(target)
        case .v4: object = try await assembledTrace(target)
        }
        do throws(JSONReadError) {
            return try TraceDecoder.decode(.object(object))
        } catch {
            throw client.malformed("reading trace \(target.traceID)", "\(error)")
        }
    }

    private func wholeTrace(_ target: Target) async throws(LangfuseError) -> JSONObject {
        let path = "/traces/\(LangfuseClient.percentEncoded(target.traceID))"
        let limit = client.configuration.maximumTraceBytes
        do throws(LangfuseError) {
            let answer = try await client.get(path, maximumResponseBytes: limit)
            guard let trace = answer.object else {
                throw client.malformed("GET \(path)", "the answer is not an object")
            }
            return try trace.focused(on: target)
        } catch  where error.code == .tooLarge {
            throw ObservationPages.traceTooLarge(target.traceID, limit: limit)
        }
    }

    private func assembledTrace(_ target: Target) async throws(LangfuseError) -> JSONObject {
        let pages = ObservationPages(client: client, traceID: target.traceID)
        var set = ObservationSet(traceID: target.traceID, try await pages.all())
        guard let focus = set.focus(of: target) else { throw LangfuseError.missing(target) }
        let cut = set.cutMetadataKeys(of: focus)
        if !cut.isEmpty, let whole = try await pages.metadata(of: focus, keys: cut) {
            set.replaceMetadata(of: focus, with: whole)
        }
        return set.trace(focus: focus, isObservationTarget: target.observationID != nil)
    }

    /// Whether a 404 says that the trace is not there, rather than that the route is not.
    private static func isMissingContent(_ error: LangfuseError) -> Bool {
        let text = error.message.lowercased()
        return text.contains("not found") && !text.contains("events_only") && !text.contains("write mode")
            || text.contains("is not there (yet)")
    }
}

extension LangfuseError {
    /// The error for a target Langfuse does not have (yet).
    static func missing(_ target: Target) -> LangfuseError {
        let subject =
            target.observationID.map { "observation \($0) of trace \(target.traceID)" }
            ?? "trace \(target.traceID)"
        return LangfuseError(code: .notFound, message: "\(subject) is not there (yet)")
    }
}

extension TraceSourceError {
    /// What the worker is told.
    init(_ error: LangfuseError) {
        let code: Code =
            switch error.code {
            case .notFound: .notFound
            case .unauthorized: .unauthorized
            case .rateLimited: .rateLimited
            case .unavailable, .cancelled: .unavailable
            case .configuration, .tooLarge, .refused, .malformed: .malformed
            }
        self.init(code: code, message: error.message, retryAfter: error.retryAfter)
    }
}
