import Synchronization
import TestSupport
import Testing

@testable import HTTPClient

struct SharedFetchTests {
    /// Fetches that wait until they are told to end, and how many have begun.
    private final class Held: Sendable {
        private let begun = Mutex(0)
        private let ends: AsyncStream<Void>
        private let end: AsyncStream<Void>.Continuation

        init() { (ends, end) = AsyncStream.makeStream() }

        var count: Int { begun.withLock { $0 } }

        func fetch() async {
            begun.withLock { $0 += 1 }
            for await _ in ends { return }
        }

        func release() { end.finish() }
    }

    private static func fetches() -> SharedFetch<String, Int, TransferError> {
        SharedFetch(cancelled: .init(code: .cancelled, message: "gone"), isCancelled: { $0.code == .cancelled })
    }

    private static let broken = TransferError(code: .proto, message: "broken")

    @Test func `Callers that want the same share one fetch, and its error`() async throws {
        let fetches = Self.fetches()
        let held = Held()
        let fetch = { @Sendable () async throws(TransferError) -> Int in
            await held.fetch()
            throw Self.broken
        }
        await withTaskGroup(of: TransferError?.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    do throws(TransferError) {
                        _ = try await fetches.value(of: "a", fetch)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            try? await eventually("a fetch") { held.count > 0 }
            held.release()
            for await error in group { #expect(error == Self.broken) }
        }
    }

    @Test func `Whoever is cancelled while another fetches goes at once, and the fetch goes on`() async throws {
        let fetches = Self.fetches()
        let held = Held()
        let fetch = { @Sendable () async throws(TransferError) -> Int in
            await held.fetch()
            return 1
        }
        let leader = Task { try await fetches.value(of: "a", fetch) }
        try await eventually("the fetch") { held.count == 1 }
        let waiter = Task { try await fetches.value(of: "a", fetch) }
        try await eventually("the other") { fetches.waiting(for: "a") == 1 }
        waiter.cancel()
        try await eventually("the end of its wait") { fetches.waiting(for: "a") == 0 }
        let error = await #expect(throws: TransferError.self) { try await waiter.value }
        #expect(error?.code == .cancelled)
        held.release()
        #expect(try await leader.value == 1)
        #expect(held.count == 1)
    }

    @Test func `A fetch of something else neither waits nor fails with it`() async throws {
        let fetches = Self.fetches()
        let held = Held()
        let first = Task {
            try await fetches.value(of: "a") { () async throws(TransferError) in
                await held.fetch()
                throw Self.broken
            }
        }
        try await eventually("the first fetch") { held.count == 1 }
        let second = try await fetches.value(of: "b") { () async throws(TransferError) in 2 }
        #expect(second == 2)
        held.release()
        await #expect(throws: Self.broken) { try await first.value }
        // What failed is not remembered.
        #expect(try await fetches.value(of: "a") { () async throws(TransferError) in 1 } == 1)
    }

    @Test func `When the caller that fetches is cancelled, one of those that wait fetches again`() async throws {
        let fetches = Self.fetches()
        let held = Held()
        let leader = Task {
            try await fetches.value(of: "a") { () async throws(TransferError) in
                await held.fetch()
                throw .init(code: .cancelled, message: "cancelled")
            }
        }
        try await eventually("the fetch") { held.count == 1 }
        let waiters = (0..<3).map { _ in
            Task { try await fetches.value(of: "a") { () async throws(TransferError) in 7 } }
        }
        try await eventually("the others") { fetches.waiting(for: "a") == 3 }
        leader.cancel()
        for waiter in waiters { #expect(try await waiter.value == 7) }
        _ = await leader.result
    }
}
