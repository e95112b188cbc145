import HTTPServer
import JSON
import Synchronization
import TestSupport

/// A model server that answers from a script, in the order of requests, and then as its last line says.
final class ScriptedJudge: HTTPHandler {
    /// What one request gets.
    enum Line: Sendable {
        /// A verdict as the response schema wants it.
        case score(Double)
        /// Any text in the place of the verdict.
        case text(String)
        /// A status other than 200.
        case status(Int)
        /// No answer until the server stops.
        case hang
    }

    private struct State {
        var script: [Line]
        var asked = 0
        var parked: [@Sendable (HTTPResponse) -> Void] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    init(_ script: [Line]) { state = Mutex(State(script: script)) }

    /// The number of requests so far.
    var asked: Int { state.withLock { $0.asked } }

    func handle(_ request: HTTPRequest, respond: @escaping @Sendable (HTTPResponse) -> Void) {
        let (line, reached) = state.withLock { state in
            state.asked += 1
            let reached = state.watchers.filter { $0.count <= state.asked }
            state.watchers.removeAll { $0.count <= state.asked }
            let line = state.script.count > 1 ? state.script.removeFirst() : state.script[0]
            if case .hang = line { state.parked.append(respond) }
            return (line, reached)
        }
        switch line {
        case .score(let score): respond(Self.completion(#"{"score": \#(score), "reason": "as scripted"}"#))
        case .text(let text): respond(Self.completion(text))
        case .status(let status): respond(HTTPResponse(status: status, body: Array(#"{"error":{"message":"scripted"}}"#.utf8)))
        case .hang: break
        }
        for watcher in reached { watcher.continuation.resume() }
    }

    /// Suspends until so many requests have come.
    func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.asked >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Answers everything that hangs.
    func release() {
        let parked = state.withLock { state in
            defer { state.parked = [] }
            return state.parked
        }
        for respond in parked { respond(HTTPResponse(status: 503)) }
    }

    private static func completion(_ text: String) -> HTTPResponse {
        let body: JSONValue = [
            "id": "c-1", "object": "chat.completion", "model": "m-1",
            "choices": [
                ["index": 0, "message": ["role": "assistant", "content": .string(text)], "finish_reason": "stop"]
            ],
            "usage": ["prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18],
        ]
        return HTTPResponse(status: 200, headers: [("Content-Type", "application/json")], body: body.serialized())
    }
}

/// Starts a model server, runs `body` with the variables that point a configuration at it, and stops it.
@discardableResult
func withJudge<Result>(
    _ script: [ScriptedJudge.Line], body: (ScriptedJudge, [String: String]) async throws -> Result
) async throws -> Result {
    let judge = ScriptedJudge(script)
    return try await withServer(handler: judge) { server in
        defer { judge.release() }
        return try await body(judge, ["JUDGE_URL": server.baseURL + "/v1"])
    }
}
