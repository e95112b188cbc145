/// A request on its way through the pool, with whoever waits for the reply.
struct PoolRequest: Sendable {
    typealias Outcome = Result<[UInt8], ProcessPoolError>

    let id: UInt64
    /// The bytes, line break included.
    let bytes: [UInt8]
    /// Whether a line is the reply to this request. Called on the pool's thread.
    let isReply: @Sendable ([UInt8]) -> Bool
    let continuation: CheckedContinuation<Outcome, Never>
    /// Until when it may wait for a process.
    private(set) var deadline: ContinuousClock.Instant
    /// Whether it was handed to a process that turned out to be gone already.
    private(set) var wasRestarted = false
    /// Whether nobody waits for the reply any more.
    var isAbandoned = false

    init(
        id: UInt64, bytes: [UInt8], isReply: @escaping @Sendable ([UInt8]) -> Bool,
        continuation: CheckedContinuation<Outcome, Never>, deadline: ContinuousClock.Instant
    ) {
        self.id = id
        self.bytes = bytes
        self.isReply = isReply
        self.continuation = continuation
        self.deadline = deadline
    }

    /// The request as it waits for another process: until `deadline`, since the time before went to the one that is gone.
    func restarted(until deadline: ContinuousClock.Instant) -> PoolRequest {
        var request = self
        request.wasRestarted = true
        request.deadline = deadline
        return request
    }

    func finish(_ outcome: Outcome) {
        if !isAbandoned { continuation.resume(returning: outcome) }
    }
}
