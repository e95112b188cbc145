import Synchronization

/// Lets a few services run at one time. All tests begin at once, and each service has threads and descriptors of its
/// own: without a bound a small machine is so busy that deadlines of other tests pass.
final class ServiceSlots: Sendable {
    private struct State {
        var free: Int
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// The slots of this process. More than one, because a test may run a second service inside the first.
    static let shared = ServiceSlots(6)

    private let state: Mutex<State>

    private init(_ count: Int) { state = Mutex(State(free: count)) }

    /// Runs `body` once a slot is free.
    func with<Result>(_ body: () async throws -> Result) async throws -> Result {
        await take()
        defer { give() }
        return try await body()
    }

    private func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiters.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func give() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
