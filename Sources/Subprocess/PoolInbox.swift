import CSpawn
import Glibc
import Synchronization

/// What callers hand to a pool's thread, and the event that wakes it.
final class PoolInbox: Sendable {
    /// Everything that came in since the last look.
    struct Batch {
        var requests: [PoolRequest] = []
        var cancellations: [UInt64] = []
        var isStopped = false
    }

    private struct State {
        var batch = Batch()
        var isRunning = false
        /// Why nothing is taken any more.
        var closed: ProcessPoolError?
        /// Whether the event was raised and the thread has not looked yet: one write wakes it for many.
        var isSignalled = false
        var stopWaiters: [CheckedContinuation<Void, Never>] = []
        var lastID: UInt64 = 0
    }

    /// Readable while there is something to take; -1 when the system gave none.
    let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    private let state = Mutex(State())

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Returns a number for the next request, never given before.
    func nextID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Puts `request` in, or answers it at once when the pool takes nothing any more. True when there is no thread yet
    /// to look at it: the caller then has to start one.
    func submit(_ request: PoolRequest) -> Bool {
        let (closed, needsThread) = state.withLock { state -> (ProcessPoolError?, Bool) in
            if let closed = state.closed { return (closed, false) }
            state.batch.requests.append(request)
            Self.signal(&state, descriptor)
            defer { state.isRunning = true }
            return (nil, !state.isRunning)
        }
        if let closed { request.finish(.failure(closed)) }
        return needsThread
    }

    /// Gives up the request `id`. Does nothing when there is none.
    func cancel(_ id: UInt64) {
        state.withLock { state in
            guard state.closed == nil else { return }
            state.batch.cancellations.append(id)
            Self.signal(&state, descriptor)
        }
    }

    /// Asks the thread to end; nothing is taken from here on.
    func stop() {
        state.withLock { state in
            guard state.closed == nil else { return }
            state.closed = ProcessPoolError(code: .stopped, message: "the processes have been stopped")
            state.batch.isStopped = true
            Self.signal(&state, descriptor)
        }
    }

    /// Returns once the thread has ended, with all processes; at once when there is none.
    func waitUntilEnded() async {
        await withCheckedContinuation { continuation in
            let isEnded = state.withLock { state in
                if state.isRunning { state.stopWaiters.append(continuation) }
                return !state.isRunning
            }
            if isEnded { continuation.resume() }
        }
    }

    /// Whether no thread works for this inbox, nor ever will.
    var isEnded: Bool { state.withLock { $0.closed != nil && !$0.isRunning } }

    /// Takes everything out.
    func take() -> Batch {
        state.withLock { state in
            var batch = Batch()
            swap(&batch, &state.batch)
            // Asked once, it stays asked.
            state.batch.isStopped = batch.isStopped
            if state.isSignalled {
                var count: UInt64 = 0
                _ = read(descriptor, &count, 8)
                state.isSignalled = false
            }
            return batch
        }
    }

    /// Notes that the thread has ended, or never began, for `reason`: whoever still comes is told so.
    func end(_ reason: ProcessPoolError) {
        let (requests, waiters) = state.withLock { state in
            state.closed = state.closed ?? reason
            state.isRunning = false
            defer {
                state.batch.requests = []
                state.stopWaiters = []
            }
            return (state.batch.requests, state.stopWaiters)
        }
        for request in requests { request.finish(.failure(reason)) }
        for waiter in waiters { waiter.resume() }
    }

    private static func signal(_ state: inout State, _ descriptor: Int32) {
        guard !state.isSignalled else { return }
        state.isSignalled = true
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }
}
