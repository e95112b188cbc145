import CLibcurl
import Glibc
import Synchronization

/// What callers hand to the transport's thread, and the event that wakes it.
final class TransportInbox: Sendable {
    /// Everything that came in since the last look.
    struct Batch {
        var submissions: [Submission] = []
        var cancellations: [UInt64] = []
        /// The limits that hold from now on; nil leaves them.
        var limits: (connections: Int, perHost: Int)?
        var isStopped = false
    }

    private struct State {
        var batch = Batch()
        /// Why nothing is taken any more.
        var closed: TransferError?
        /// Whether the event was raised and the thread has not looked yet: one write wakes it for many.
        var isSignalled = false
    }

    /// Readable while there is something to take; -1 when the system gave none.
    let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    /// Transfers handed to libcurl; the thread keeps it.
    let inFlight = Atomic<Int>(0)
    /// Transfers that wait for a connection; the thread keeps it.
    let queued = Atomic<Int>(0)
    /// Whether the thread has nothing left to do but to exit; it says so last.
    let isDone = Atomic<Bool>(false)
    private let lastID = Atomic<UInt64>(0)
    private let state = Mutex(State())

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Returns a number for the next transfer, never given before.
    func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

    /// Puts `submission` in, or answers it at once when the transport takes nothing any more.
    func submit(_ submission: Submission) {
        let closed = put { $0.submissions.append(submission) }
        if let closed { submission.continuation.resume(returning: .failure(closed)) }
    }

    /// Asks to end the transfer `id`. Does nothing when there is none under way.
    func cancel(_ id: UInt64) { _ = put { $0.cancellations.append(id) } }

    /// Asks to hold other limits from now on.
    func limit(connections: Int, perHost: Int) { _ = put { $0.limits = (connections, perHost) } }

    /// Asks the thread to end.
    func stop() { _ = put { $0.isStopped = true } }

    /// Takes everything out.
    func take() -> Batch {
        state.withLock { state in
            var batch = Batch()
            swap(&batch, &state.batch)
            if state.isSignalled {
                var count: UInt64 = 0
                _ = read(descriptor, &count, 8)
                state.isSignalled = false
            }
            return batch
        }
    }

    /// Takes everything out for the last time; what is submitted from here on fails with `error`.
    func close(with error: TransferError) -> Batch {
        state.withLock { $0.closed = error }
        return take()
    }

    private func put(_ change: (inout Batch) -> Void) -> TransferError? {
        state.withLock { state in
            if let closed = state.closed { return closed }
            change(&state.batch)
            if !state.isSignalled {
                state.isSignalled = true
                var one: UInt64 = 1
                _ = write(descriptor, &one, 8)
            }
            return nil
        }
    }
}
