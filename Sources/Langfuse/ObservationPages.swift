import HTTPClient
import JSON
import Timing

/// Reads the observations of a trace page by page from `GET /v2/observations`.
struct ObservationPages: Sendable {
    let client: LangfuseClient
    let traceID: String

    private static let fields = "core,basic,time,io,metadata,model,usage,prompt,metrics,trace_context"
    private static let path = "/v2/observations"

    /// Reads them all, as they come: repeated rows and newest first.
    ///
    /// A page that is too large for Langfuse (413; its cloud ends at 5 MB) is asked for in smaller pieces.
    func all() async throws(LangfuseError) -> [JSONObject] {
        var found: [JSONObject] = []
        var budget = client.configuration.maximumTraceBytes
        var limit = max(1, client.configuration.observationsPerPage)
        var cursor: String?
        repeat {
            let page: Page
            do throws(LangfuseError) {
                page = try await self.page(cursor: cursor, limit: limit, budget: budget)
            } catch  where error.code == .tooLarge {
                guard limit > 1 else {
                    throw Self.traceTooLarge(traceID, limit: client.configuration.maximumTraceBytes)
                }
                limit = max(1, limit / 4)
                continue
            }
            found += page.observations
            budget -= page.bytes
            guard found.count <= client.configuration.maximumObservations else { throw tooMany() }
            // A server that gives the same cursor twice would keep us forever.
            guard let next = page.cursor, next != cursor, !page.observations.isEmpty else { return found }
            cursor = next
        } while true
    }

    /// Reads the metadata values of `keys` uncut; nil when the observation is gone.
    func metadata(of observationID: String, keys: [String]) async throws(LangfuseError) -> JSONObject? {
        // A condition in `filter` replaces the parameter on the same column, so both go into the filter.
        let filter: JSONValue = .array(
            [("id", observationID), ("traceId", traceID)].map {
                ["type": "string", "column": .string($0.0), "operator": "=", "value": .string($0.1)]
            })
        let answer = try await client.get(
            Self.path,
            query: [
                ("fields", "core,time,metadata"), ("limit", "10"), ("filter", filter.text),
                ("expandMetadata", keys.joined(separator: ",")),
            ], maximumResponseBytes: client.configuration.maximumTraceBytes)
        let rows = (answer["data"]?.array ?? []).compactMap(\.object)
        return ObservationSet(traceID: traceID, rows).observation(observationID)?["metadata"]?.object
    }

    private struct Page {
        var observations: [JSONObject]
        var cursor: String?
        var bytes: Int
    }

    private func page(cursor: String?, limit: Int, budget: Int) async throws(LangfuseError) -> Page {
        var query = [(name: "traceId", value: traceID), ("fields", Self.fields), ("limit", "\(limit)")]
        if let cursor { query.append(("cursor", cursor)) }
        let response = try await client.send("GET", Self.path, query: query, maximumResponseBytes: max(1, budget))
        guard response.status == 200 else { throw client.failure(of: response, "GET \(Self.path)") }
        guard let answer = try? JSONValue(parsing: response.body), let data = answer["data"]?.array else {
            throw client.malformed("GET \(Self.path)", "the answer holds no `data`")
        }
        let next = answer["meta"]?["cursor"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        return Page(observations: data.compactMap(\.object), cursor: next, bytes: response.body.count)
    }

    private func tooMany() -> LangfuseError {
        LangfuseError(
            code: .tooLarge,
            message:
                "trace \(traceID) has more than \(client.configuration.maximumObservations) observations, which is "
                + "all that is read; send what is to be graded with the event, as `trace`")
    }

    /// The error for a trace beyond what is read.
    static func traceTooLarge(_ traceID: String, limit: Int) -> LangfuseError {
        LangfuseError(
            code: .tooLarge,
            message:
                "trace \(traceID) is larger than \(limit) bytes, which is all that is read, or one observation larger "
                + "than Langfuse sends; send what is to be graded with the event, as `trace`")
    }
}
