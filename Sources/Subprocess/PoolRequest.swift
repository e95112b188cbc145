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
    var deadline: ContinuousClock.Instant
    /// Whether it was handed to a process that turned out to be gone already.
    var wasRestarted = false
    /// Whether nobody waits for the reply any more.
    var isAbandoned = false

    func finish(_ outcome: Outcome) {
        if !isAbandoned { continuation.resume(returning: outcome) }
    }
}
