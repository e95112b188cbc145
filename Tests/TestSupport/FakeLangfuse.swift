import Cryptography
package import HTTPServer
import JSON
import Synchronization
package import Timing

/// A stand-in Langfuse that keeps to the rules of the public API: keys, modes, shapes of answers, and how scores
/// overwrite each other. Faults can be ordered per route; what came in and what is stored can be looked at.
package final class FakeLangfuse: HTTPHandler {
    /// What the server writes, which decides which reading routes there are.
    package enum Mode: Sendable {
        /// Version 3, `legacy`: `GET /traces/{id}`.
        case v3
        /// Version 4, `events_only`: `GET /v2/observations`.
        case v4
    }

    /// The routes faults and holds are ordered for.
    package enum Route: Sendable, CaseIterable {
        case health, projects, trace, observations, scores, ingestion, scoreConfigs
    }

    struct State {
        var mode: Mode
        var version: String
        var takesArrays: Bool
        var takesIngestion = true
        var maximumPageBytes = Int.max
        var faults: [Route: [Fault]] = [:]
        var held: Set<Route> = []
        var parked: [(route: Route?, resume: @Sendable () -> Void)] = []
        var requests: [Request] = []
        var watchers: [Watcher] = []
        var rejectedScoreIDs: Set<String> = []
        var store = FakeLangfuseStore()
        var traces: [String: JSONObject] = [:]
        var observations: [JSONObject] = []
    }

    struct Watcher {
        var route: Route
        var count: Int
        var continuation: CheckedContinuation<Void, Never>
    }

    /// The public key that is let in.
    package let publicKey = "pk-lf-test"
    /// The secret key that is let in.
    package let secretKey = "sk-lf-test"
    /// The project of the keys.
    package let projectID = "project-1"
    let basePath: String
    let time: any TimeSource
    let state: Mutex<State>

    /// Creates a server.
    ///
    /// `takesArrays` says whether `POST /scores` takes arrays and a timestamp, as 4.59 and later do; `basePath` is a
    /// sub-path in front of every route, e.g. `/langfuse`; `time` dates the scores that bring no time of their own.
    package init(
        mode: Mode, takesArrays: Bool = false, version: String? = nil, basePath: String = "",
        time: any TimeSource = ManualClock()
    ) {
        let usual = mode == .v3 ? "3.225.4" : takesArrays ? "4.60.0" : "4.16.0"
        self.basePath = basePath
        self.time = time
        state = Mutex(State(mode: mode, version: version ?? usual, takesArrays: takesArrays))
    }

    package func handle(_ request: HTTPRequest, respond: @escaping @Sendable (HTTPResponse) -> Void) {
        let prefix = basePath + "/api/public"
        guard request.path.hasPrefix(prefix + "/") else {
            return respond(HTTPResponse(status: 404, text: "no such page"))
        }
        let path = String(request.path.dropFirst(prefix.count))
        let route = Self.route(request.method, path)
        let fault = state.withLock { state in route.flatMap { state.nextFault($0) } }
        let isHeld = state.withLock { state in route.map { state.held.contains($0) } ?? false }
        let answer: @Sendable () -> Void = { respond(self.answer(request, path, route)) }
        // Whoever waits for the request may release it at once: it is parked before it is logged.
        if case .hang? = fault { park(nil) { respond(HTTPResponse(status: 503)) } }
        if case nil = fault, isHeld { park(route, answer) }
        if let route { log(request, path, route) }
        switch fault {
        case .hang?: break
        case let fault?: respond(fault.response)
        case nil: if !isHeld { answer() }
        }
    }

    private static func route(_ method: String, _ path: String) -> Route? {
        switch (method, path) {
        case ("GET", "/health"): .health
        case ("GET", "/projects"): .projects
        case ("GET", "/v2/observations"): .observations
        case ("POST", "/scores"): .scores
        case ("POST", "/ingestion"): .ingestion
        case ("GET", _) where path.hasPrefix("/score-configs/"): .scoreConfigs
        case ("GET", _) where path.hasPrefix("/traces/"): .trace
        default: nil
        }
    }

    /// The order of checks: refusal of the mode, keys, handler.
    private func answer(_ request: HTTPRequest, _ path: String, _ route: Route?) -> HTTPResponse {
        guard let route else { return .langfuseError(404, "no such route", error: "LangfuseNotFoundError") }
        let mode = state.withLock { $0.mode }
        if route == .trace, mode == .v4 {
            return .langfuseError(404, "This endpoint is not available in events_only mode")
        }
        if route == .health { return health() }
        guard isAuthorized(request) else {
            return .langfuseError(401, "Invalid credentials. Confirm that you've configured the correct host.")
        }
        switch route {
        case .health: return health()
        case .projects: return projects()
        case .trace: return trace(String(path.dropFirst("/traces/".count)))
        case .observations where mode == .v3:
            return .langfuseError(
                404, "This endpoint is only available in a Langfuse v4 write mode", error: "LangfuseNotFoundError")
        case .observations: return observations(request)
        case .scoreConfigs: return scoreConfig(String(path.dropFirst("/score-configs/".count)))
        case .scores: return scores(request.body)
        case .ingestion: return ingestion(request.body)
        }
    }

    private func isAuthorized(_ request: HTTPRequest) -> Bool {
        request.headers["Authorization"] == "Basic " + Base64.encode(Array("\(publicKey):\(secretKey)".utf8))
    }

    private func log(_ request: HTTPRequest, _ path: String, _ route: Route) {
        let entry = Request(
            route: route, method: request.method, path: path, query: request.query, body: request.body,
            json: try? JSONValue(parsing: request.body))
        let reached = state.withLock { state in
            state.requests.append(entry)
            let seen = Dictionary(grouping: state.requests, by: \.route).mapValues(\.count)
            let reached = state.watchers.filter { seen[$0.route, default: 0] >= $0.count }
            state.watchers.removeAll { seen[$0.route, default: 0] >= $0.count }
            return reached
        }
        for watcher in reached { watcher.continuation.resume() }
    }

    private func park(_ route: Route?, _ resume: @escaping @Sendable () -> Void) {
        state.withLock { $0.parked.append((route, resume)) }
    }
}
