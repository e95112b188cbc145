package import HTTPServer
package import JSON
import Synchronization

/// An OpenAI-compatible chat completions server for tests: answers as scripted, and fails on demand.
///
/// The answers given are used up in order; the last one then stands for every further call.
package final class FakeModelServer: HTTPHandler {
    /// One call as it came in.
    package struct Call: Sendable {
        /// The path, e.g. `/v1/chat/completions`.
        package var path: String
        /// The `Authorization` field, or nil.
        package var authorization: String?
        /// The body, or null when it was not JSON.
        package var body: JSONValue

        /// The type of `response_format`, or nil when none was asked for.
        package var format: String? { body["response_format"]?["type"]?.string }
    }

    private struct State {
        var answers: [FakeModelAnswer]
        var calls: [Call] = []
        var open = 0
        var peak = 0
        var held: [@Sendable (HTTPResponse) -> Void] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>
    private let answering: (@Sendable (Call) -> FakeModelAnswer)?

    /// Creates a server that gives `answers`, or a text when there are none.
    package init(_ answers: [FakeModelAnswer] = []) {
        state = Mutex(State(answers: answers.isEmpty ? [.text("hello")] : answers))
        answering = nil
    }

    /// Creates a server that decides by the call what to answer.
    package init(answering: @escaping @Sendable (Call) -> FakeModelAnswer) {
        state = Mutex(State(answers: []))
        self.answering = answering
    }

    /// Every call so far, in order of arrival.
    package var calls: [Call] { state.withLock { $0.calls } }

    /// The most calls that were held open at one time by `.hang`.
    package var peak: Int { state.withLock { $0.peak } }

    /// Suspends until `count` calls have come in.
    package func waitForCalls(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.calls.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Answers the calls that hang, oldest first: all of them, or the first `count`.
    package func release(_ count: Int = .max, with answer: FakeModelAnswer = .text("late")) {
        let released = state.withLock { state in
            let released = state.held.prefix(count)
            state.held.removeFirst(released.count)
            state.open -= released.count
            return Array(released)
        }
        for respond in released { respond(answer.response ?? HTTPResponse(status: 200)) }
    }

    package func handle(_ request: HTTPRequest, respond: @escaping @Sendable (HTTPResponse) -> Void) {
        let call = Call(
            path: request.path, authorization: request.headers["Authorization"],
            body: (try? JSONValue(parsing: request.body)) ?? .null)
        let decided = answering?(call)
        let (answer, woken) = state.withLock { state -> (FakeModelAnswer, [CheckedContinuation<Void, Never>]) in
            let answer = decided ?? (state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0])
            if answer.response == nil {
                state.held.append(respond)
                state.open += 1
                state.peak = max(state.peak, state.open)
            }
            state.calls.append(call)
            let count = state.calls.count
            let woken = state.watchers.filter { $0.count <= count }.map(\.continuation)
            state.watchers.removeAll { $0.count <= count }
            return (answer, woken)
        }
        if let response = answer.response { respond(response) }
        for continuation in woken { continuation.resume() }
    }
}

/// Runs `body` with a fake model server on port 0; `baseURL` ends in `/v1`. Calls that hang are answered at the end.
package func withModelServer<Result>(
    _ fake: FakeModelServer, _ body: (_ baseURL: String) async throws -> Result
) async throws -> Result {
    try await withServer(handler: fake) { server in
        defer { fake.release() }
        return try await body(server.baseURL + "/v1")
    }
}
