import ChatModels
import Synchronization

/// A model that fills in every form at once, but holds each call for evaluation steps until it is told what becomes of it.
final class SlowWriter: ChatModel {
    private struct State {
        var held: [CheckedContinuation<ScriptedModel.Answer, Never>] = []
        var watchers: [CheckedContinuation<Void, Never>] = []
        var calls = 0
    }

    let name = "judge"
    let identity = "test/slow"
    private let state = Mutex(State())

    /// How often steps were asked for.
    var writings: Int { state.withLock { $0.calls } }

    /// Suspends until a call for steps is held.
    func waitForHeld() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if !state.held.isEmpty { return true }
                state.watchers.append(continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Answers every call that is held with `answer`.
    func release(_ answer: ScriptedModel.Answer) {
        for call in state.withLock({ exchange(&$0.held, with: []) }) { call.resume(returning: answer) }
    }

    func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        guard request.responseSchema?.name == "items" else {
            return try ScriptedModel.Answer.text(#"{"reason": "because", "score": 7}"#).get()
        }
        let answer = await withCheckedContinuation { continuation in
            let watchers = state.withLock { state in
                state.calls += 1
                state.held.append(continuation)
                return exchange(&state.watchers, with: [])
            }
            for watcher in watchers { watcher.resume() }
        }
        if Task.isCancelled { throw ChatModelError(code: .cancelled, message: "cancelled") }
        return try answer.get()
    }
}
