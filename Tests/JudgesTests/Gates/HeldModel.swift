import ChatModels
import Synchronization

/// A model that answers at once, or holds one call until it is released.
final class HeldModel: ChatModel {
    private struct State {
        var answer = ScriptedModel.Answer.text(#"{"reason": "because", "score": 1}"#)
        var holdsNext = false
        var held: CheckedContinuation<ScriptedModel.Answer, Never>?
        var watcher: CheckedContinuation<Void, Never>?
    }

    let name = "judge"
    let identity = "test/held"
    private let state = Mutex(State())

    /// Answers like this from now on.
    func answer(_ answer: ScriptedModel.Answer) { state.withLock { $0.answer = answer } }

    /// Holds the next call.
    func hold() { state.withLock { $0.holdsNext = true } }

    /// Suspends until a call is held.
    func waitForHeld() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.held != nil { return true }
                state.watcher = continuation
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Answers the held call, and all that come, with `answer`.
    func release(_ answer: ScriptedModel.Answer) {
        let held = state.withLock { state in
            defer { state.held = nil }
            if case .success = answer { state.answer = answer } else { state.answer = State().answer }
            return state.held
        }
        held?.resume(returning: answer)
    }

    func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        let answer = await withCheckedContinuation { continuation in
            let (now, watcher) = state.withLock {
                state -> (ScriptedModel.Answer?, CheckedContinuation<Void, Never>?) in
                guard state.holdsNext else { return (state.answer, nil) }
                state.holdsNext = false
                state.held = continuation
                defer { state.watcher = nil }
                return (nil, state.watcher)
            }
            if let now { continuation.resume(returning: now) }
            watcher?.resume()
        }
        return try answer.get()
    }
}
