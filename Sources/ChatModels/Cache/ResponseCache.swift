import HTTPClient
import Synchronization
package import Timing

/// The replies of all models and the vectors of texts, in memory and, with a store, beyond the life of the process.
///
/// Requests for the same that are under way at one time share one call. A failure is shared too, so that a provider in
/// trouble is not asked once for each waiter, but not kept. When the caller that makes the call is cancelled, one of
/// those that wait makes it again; the others never notice.
package final class ResponseCache: Sendable {
    /// What is kept, and for how long.
    package struct Limits: Sendable, Equatable {
        /// How long a reply may be given again after it came.
        package var lifetime = Duration.seconds(86_400)
        /// The most replies in memory.
        package var maximumEntries = 10_000
        /// About the most bytes of replies in memory.
        package var maximumBytes = 64 << 20

        /// The limits above.
        package init() {}
    }

    /// What a request was answered from.
    package enum Origin: String, Sendable, CaseIterable {
        /// The memory of this process.
        case memory
        /// The store.
        case disk
        /// The call of another caller that asked the same at the same time.
        case shared
    }

    /// What became of the requests to one model, and what is kept of it.
    package struct Usage: Sendable, Equatable {
        /// Requests that took no call of their own, by where the reply came from; of requests for vectors each text counts.
        package var hits: [Origin: Int] = [:]
        /// Requests that took a call.
        package var misses = 0
        /// What the replies given again had cost in US dollars, where prices are known.
        package var saved = 0.0
        /// Replies in memory.
        package var entries = 0
        /// About the bytes they take.
        package var bytes = 0
    }

    private struct State {
        var shelf: ReplyShelf
        var usage: [String: Usage] = [:]
        var forgotten = ForgottenKeys(maximum: 10_000)
    }

    private let limits: Limits
    private let store: (any ReplyStore)?
    private let time: any TimeSource
    private let state: Mutex<State>
    private let calls = SharedFetch<ResponseKey, ChatReply, ChatModelError>(
        cancelled: ChatModelError(code: .cancelled, message: "waiting for a model was cancelled"),
        isCancelled: { $0.code == .cancelled })

    /// Creates a cache; without a `store` it lives in memory only.
    package init(limits: Limits = Limits(), store: (any ReplyStore)? = nil, time: any TimeSource) {
        self.limits = limits
        self.store = store
        self.time = time
        state = Mutex(
            State(shelf: ReplyShelf(maximumEntries: limits.maximumEntries, maximumBytes: limits.maximumBytes)))
    }

    /// What became of the requests so far, by the configured name of the model.
    package var usage: [String: Usage] {
        state.withLock { state in
            var usage = state.usage
            for (model, load) in state.shelf.loads {
                usage[model, default: Usage()].entries = load.entries
                usage[model, default: Usage()].bytes = load.bytes
            }
            return usage
        }
    }

    /// How many callers wait for the call for `key` that another one makes.
    func waiting(for key: ResponseKey) -> Int { calls.waiting(for: key) }

    /// The reply kept under `key`, else the one that `call` brings, which is kept when it is a good one. `model` is the
    /// configured name under which this is counted.
    ///
    /// - Throws: what `call` throws; `cancelled` for a caller that is cancelled while it waits.
    func reply(
        _ key: ResponseKey, model: String, _ call: () async throws(ChatModelError) -> ChatReply
    ) async throws(ChatModelError) -> ChatReply {
        if let kept = find(key)?.reply { return hit(kept, .memory, model, key) }
        var origin: Origin? = .shared
        let reply = try await calls.value(of: key) { () async throws(ChatModelError) -> ChatReply in
            // Another call may have ended between the look above and this one's turn.
            origin = .memory
            if let kept = find(key)?.reply { return kept }
            origin = .disk
            if let kept = await stored(key, model)?.reply { return kept }
            origin = nil
            count(model) { $0.misses += 1 }
            let reply = try await call()
            if KeptReply.isWorthKeeping(reply) { keep(KeptReply(reply: reply, keptAt: time.now()), key, model) }
            return reply
        }
        guard let origin else { return marked(reply, key) }
        return hit(reply, origin, model, key)
    }

    /// The reply kept under `key`, in memory or in the store; nil when there is none, which counts for nothing.
    func kept(_ key: ResponseKey, model: String) async -> ChatReply? {
        guard let (kept, origin) = await lookUp(key, model), let reply = kept.reply else { return nil }
        return hit(reply, origin, model, key)
    }

    /// Whatever is kept under `key`, and where it was; not counted.
    func lookUp(_ key: ResponseKey, _ model: String) async -> (KeptReply, Origin)? {
        if let kept = find(key) { return (kept, .memory) }
        return await stored(key, model).map { ($0, .disk) }
    }

    /// Keeps what came under `key`.
    func keep(_ vector: KeptVector, under key: ResponseKey, model: String) {
        keep(KeptReply(vector: vector, keptAt: time.now()), key, model)
    }

    /// Counts requests to `model`, in the way of `Usage`.
    func count(_ model: String, _ change: (inout Usage) -> Void) {
        state.withLock { change(&$0.usage[model, default: Usage()]) }
    }

    /// Forgets the reply under `key`: whoever asked could not use it.
    func forget(_ key: ResponseKey) {
        let isStored = store != nil
        state.withLock { state in
            state.shelf.remove(key)
            if isStored { state.forgotten.insert(key) }
        }
        store?.forget(key)
    }

    private var earliest: Timestamp { time.now() - limits.lifetime }

    private func find(_ key: ResponseKey) -> KeptReply? {
        let earliest = earliest
        return state.withLock { $0.shelf.reply(key, keptAfter: earliest) }
    }

    private func stored(_ key: ResponseKey, _ model: String) async -> KeptReply? {
        guard let kept = await store?.reply(key, keptAfter: earliest) else { return nil }
        return state.withLock { state -> KeptReply? in
            // The store deletes when it has the time.
            guard !state.forgotten.contains(key) else { return nil }
            state.shelf.put(kept, under: key, model: model)
            return kept
        }
    }

    private func keep(_ kept: KeptReply, _ key: ResponseKey, _ model: String) {
        state.withLock { state in
            state.forgotten.remove(key)
            state.shelf.put(kept, under: key, model: model)
        }
        store?.keep(kept, under: key)
    }

    /// The reply as it is given again: it took no call and costs nothing.
    private func hit(_ reply: ChatReply, _ origin: Origin, _ model: String, _ key: ResponseKey) -> ChatReply {
        count(model) { usage in
            usage.hits[origin, default: 0] += 1
            usage.saved += reply.cost ?? 0
        }
        var reply = marked(reply, key)
        reply.isCached = true
        reply.cost = reply.cost.map { _ in 0 }
        reply.attempts = 0
        return reply
    }

    private func marked(_ reply: ChatReply, _ key: ResponseKey) -> ChatReply {
        var reply = reply
        reply.kept = KeptPlace(cache: self, key: key)
        return reply
    }
}
