import Synchronization

/// Lets concurrent callers share requests: while requests are under way the next batch gathers.
///
/// A few requests may run side by side whatever they hold; beyond those one starts only when its batch is full. The first
/// caller of a batch sends it for all of them. Nobody waits for company, and there is no timer and no task of its own.
final class EmbeddingBatcher: Sendable {
    /// What may go into one request, and how many may run.
    struct Limits: Sendable {
        /// The most texts; the texts of one caller are never split.
        var texts = 32
        /// The most bytes of UTF-8, unless one caller has more.
        var bytes = 256 << 10
        /// How many requests may run that are not full.
        var lanes = 4
        /// How many requests may run at all.
        var requests = 64
    }

    /// Sends one request.
    typealias Send = @Sendable (_ texts: [String]) async -> Result<EmbeddingReply, ChatModelError>

    private enum Turn: Sendable {
        case lead(Batch)
        case done(Result<EmbeddingReply, ChatModelError>)
        /// What was to be sent was not; ask again, alone when sharing may have been the fault.
        case again(alone: Bool)
    }

    private struct Batch: Sendable {
        var requests: [EmbeddingRequest]
        var followers: [CheckedContinuation<Turn, Never>] = []
    }

    private struct Caller: Sendable {
        var request: EmbeddingRequest
        var isAlone: Bool
        var continuation: CheckedContinuation<Turn, Never>
    }

    private struct State {
        var underway = 0
        var waiting: [Caller] = []
    }

    private let state = Mutex(State())
    private let limits: Limits
    private let send: Send

    /// Creates a batcher that sends by `send`.
    init(limits: Limits, send: @escaping Send) {
        self.limits = limits
        self.send = send
    }

    /// How many callers wait for a request to begin.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Returns the vectors of `request`, which may share a request with what others ask.
    ///
    /// When a shared request fails for good, each caller's texts are sent alone: one text that the model does not take fails
    /// nobody else's grade. When the task that sends for others is cancelled, they go on without it.
    func submit(_ request: EmbeddingRequest) async -> Result<EmbeddingReply, ChatModelError> {
        var isAlone = false
        while true {
            switch await turn(for: request, isAlone: isAlone) {
            case .done(let result): return result
            case .again(let alone): isAlone = alone
            case .lead(let batch):
                if let result = await lead(batch) { return result }
                isAlone = true
            }
        }
    }

    private func turn(for request: EmbeddingRequest, isAlone: Bool) async -> Turn {
        await withCheckedContinuation { continuation in
            begin { $0.waiting.append(Caller(request: request, isAlone: isAlone, continuation: continuation)) }
        }
    }

    /// Sends a batch and tells its followers what came of it; nil when its callers have to ask alone.
    private func lead(_ batch: Batch) async -> Result<EmbeddingReply, ChatModelError>? {
        let cancelled = ChatModelError(code: .cancelled, message: "the call for embeddings was cancelled")
        let result = Task.isCancelled ? .failure(cancelled) : await send(batch.requests.flatMap(\.texts))
        begin { $0.underway -= 1 }
        switch result {
        case .success(let reply):
            let parts = reply.divided(among: batch.requests)
            for (follower, part) in zip(batch.followers, parts.dropFirst()) {
                follower.resume(returning: .done(.success(part)))
            }
            return parts.first.map { .success($0) }
        case .failure(let error):
            let isShared = !batch.followers.isEmpty
            let mayBeSharing = isShared && !error.isTransient && error.code.dependsOnTexts
            let turn: Turn =
                mayBeSharing ? .again(alone: true) : error.code == .cancelled ? .again(alone: false) : .done(result)
            for follower in batch.followers { follower.resume(returning: turn) }
            return mayBeSharing ? nil : result
        }
    }

    /// Changes the state, then makes leaders of those whose request may begin.
    private func begin(_ change: (inout State) -> Void) {
        let leaders = state.withLock { state in
            change(&state)
            var leaders: [(CheckedContinuation<Turn, Never>, Batch)] = []
            while let (count, isFull) = gathered(state), mayBegin(state, isFull: isFull) {
                let callers = state.waiting.prefix(count)
                let batch = Batch(
                    requests: callers.map(\.request), followers: callers.dropFirst().map(\.continuation))
                leaders.append((callers[callers.startIndex].continuation, batch))
                state.waiting.removeFirst(count)
                state.underway += 1
            }
            return leaders
        }
        for (leader, batch) in leaders { leader.resume(returning: .lead(batch)) }
    }

    private func mayBegin(_ state: State, isFull: Bool) -> Bool {
        state.underway < (isFull ? limits.requests : min(limits.lanes, limits.requests))
    }

    /// How many of those who wait fit into one request, and whether it would be full; nil when nobody waits.
    private func gathered(_ state: State) -> (count: Int, isFull: Bool)? {
        guard let first = state.waiting.first else { return nil }
        if first.isAlone { return (1, true) }
        var (texts, bytes) = (first.request.texts.count, first.request.bytes)
        var count = 1
        for caller in state.waiting.dropFirst() {
            texts += caller.request.texts.count
            bytes += caller.request.bytes
            if caller.isAlone || texts > limits.texts || bytes > limits.bytes { return (count, true) }
            count += 1
        }
        return (count, texts >= limits.texts || bytes >= limits.bytes)
    }
}

extension ChatModelError.Code {
    /// Whether another text might have fared better.
    fileprivate var dependsOnTexts: Bool {
        switch self {
        case .contextTooLong, .refused, .invalidRequest, .malformedReply: true
        case .timeout, .rateLimited, .unauthorized, .quotaExhausted, .unavailable, .notKept, .cancelled: false
        }
    }
}
