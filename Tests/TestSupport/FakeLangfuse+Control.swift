import HTTPServer
package import JSON
import Synchronization

extension FakeLangfuse {
    /// Something that goes wrong with one request.
    package enum Fault: Sendable {
        /// 429, with `Retry-After` in seconds, or with the wait in the body, or with neither.
        case tooManyRequests(retryAfter: Int? = nil, inBody: Int? = nil)
        /// Any status, with Langfuse's kind of body.
        case status(Int, message: String = "on order")
        /// A body that is not JSON, with status 200.
        case garbage
        /// No answer until the server stops.
        case hang
        /// The connection is closed without an answer.
        case dropConnection

        var response: HTTPResponse {
            switch self {
            case .tooManyRequests(let header, let body): .langfuseRateLimit(header: header, body: body)
            case .status(let status, let message): .langfuseError(status, message)
            case .garbage: HTTPResponse(status: 200, text: "<html>")
            case .hang: HTTPResponse(status: 503)
            case .dropConnection: .dropped
            }
        }
    }

    /// A request as it came in.
    package struct Request: Sendable {
        package var route: Route
        package var method: String
        /// The path below `/api/public`.
        package var path: String
        package var query: [(name: String, value: String)]
        package var body: [UInt8]
        package var json: JSONValue?

        /// The number of scores in it.
        package var scoreCount: Int { json?.array?.count ?? json?["batch"]?.array?.count ?? 1 }
    }

    /// Orders a fault for the next `times` requests to a route. Orders are worked off in turn.
    package func fail(_ route: Route, _ fault: Fault, times: Int = 1) {
        state.withLock { $0.faults[route, default: []] += Array(repeating: fault, count: times) }
    }

    /// Refuses scores with these ids, in the way of the route they come by.
    package func reject(scoreIDs: Set<String>) { state.withLock { $0.rejectedScoreIDs = scoreIDs } }

    /// Switches the server's mode, as an operator can.
    package func switchMode(to mode: Mode) { state.withLock { $0.mode = mode } }

    /// Takes the route `POST /ingestion` away.
    package func removeIngestion() { state.withLock { $0.takesIngestion = false } }

    /// Answers 413 to pages of observations with more bytes than this.
    package func limitPages(toBytes limit: Int) { state.withLock { $0.maximumPageBytes = limit } }

    /// Keeps the requests to a route waiting until `release`.
    package func hold(_ route: Route) { state.withLock { _ = $0.held.insert(route) } }

    /// Answers the requests that are kept waiting, and holds no more.
    package func release(_ route: Route) {
        let parked = state.withLock { state in
            state.held.remove(route)
            defer { state.parked.removeAll { $0.route == route } }
            return state.parked.filter { $0.route == route }
        }
        for request in parked { request.resume() }
    }

    /// Answers everything that hangs, so that the listener can stop.
    package func releaseAll() {
        let parked = state.withLock { state in
            state.held = []
            defer { state.parked = [] }
            return state.parked
        }
        for request in parked { request.resume() }
    }

    /// Every request so far, in order.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// The requests to one route so far, in order.
    package func requests(to route: Route) -> [Request] { requests.filter { $0.route == route } }

    /// Suspends until `count` requests have come to a route since the start.
    package func waitForRequests(_ count: Int, to route: Route) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.requests.count(where: { $0.route == route }) >= count { return true }
                state.watchers.append(Watcher(route: route, count: count, continuation: continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// The rows of the score table. A score written twice is one row, unless its name or its UTC day differs.
    package var scores: [FakeLangfuseStore.Row] { state.withLock { $0.store.rows } }

    /// Scores that were accepted and then silently dropped because they do not fit their config.
    package var droppedScores: [JSONObject] { state.withLock { $0.store.dropped } }

    /// Adds a score config.
    package func add(scoreConfig: JSONObject) {
        guard let id = scoreConfig["id"]?.string else { return }
        state.withLock { $0.store.configs[id] = scoreConfig }
    }

    /// Adds a trace for `GET /traces/{id}`.
    package func add(trace: JSONObject) {
        guard let id = trace["id"]?.string else { return }
        state.withLock { $0.traces[id] = trace }
    }

    /// Adds a row for `GET /v2/observations`. Rows with the same id stay apart, as in Langfuse.
    package func add(observation: JSONObject) { state.withLock { $0.observations.append(observation) } }
}

extension FakeLangfuse.State {
    mutating func nextFault(_ route: FakeLangfuse.Route) -> FakeLangfuse.Fault? {
        guard faults[route]?.isEmpty == false else { return nil }
        return faults[route]?.removeFirst()
    }
}

/// Starts a stand-in Langfuse, runs `body` with it and its base URL, and stops it.
@discardableResult
package func withFakeLangfuse<Result>(
    _ fake: FakeLangfuse, _ body: (FakeLangfuse, String) async throws -> Result
) async throws -> Result {
    var configuration = ListenerConfiguration()
    configuration.threads = 1
    return try await withServer(configuration: configuration, handler: fake) { server in
        defer { fake.releaseAll() }
        return try await body(fake, server.baseURL + fake.basePath)
    }
}
