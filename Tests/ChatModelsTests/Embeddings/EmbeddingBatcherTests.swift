import Synchronization
import TestSupport
import Testing

@testable import ChatModels

/// Holds requests until they are let go, and remembers their texts.
private final class HeldRequests: Sendable {
    private struct State {
        var batches: [[String]] = []
        var held: [CheckedContinuation<Result<EmbeddingReply, ChatModelError>, Never>] = []
    }

    private let state = Mutex(State())

    var batches: [[String]] { state.withLock { $0.batches } }

    func send(_ texts: [String]) async -> Result<EmbeddingReply, ChatModelError> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock {
                    $0.batches.append(texts)
                    $0.held.append(continuation)
                }
            }
        } onCancel: {
            answer { _ in .failure(ChatModelError(code: .cancelled, message: "cancelled")) }
        }
    }

    /// Answers the requests that are held by `result`, which is told their texts.
    func answer(_ result: ([String]) -> Result<EmbeddingReply, ChatModelError>) {
        let held = state.withLock { state in
            let held = zip(state.held, state.batches.suffix(state.held.count)).map { $0 }
            state.held = []
            return held
        }
        for (continuation, texts) in held { continuation.resume(returning: result(texts)) }
    }

    func arrived(_ count: Int) async { while batches.count < count { await Task.yield() } }

    static func vectors(_ texts: [String]) -> Result<EmbeddingReply, ChatModelError> {
        .success(
            EmbeddingReply(
                vectors: texts.map { [Float($0.utf8.count)] }, model: "m", promptTokens: texts.count * 10 + 1,
                cost: 1))
    }
}

@Suite(.timeLimit(.minutes(1))) struct EmbeddingBatcherTests {
    private typealias Ends = [String: Result<EmbeddingReply, ChatModelError>]

    /// Submits `texts` one after the other while the first one's request is held, lets it go, and returns what each got.
    private func ends(
        _ texts: [String], limits: EmbeddingBatcher.Limits, _ requests: HeldRequests,
        answering: ([String]) -> Result<EmbeddingReply, ChatModelError> = HeldRequests.vectors, sends count: Int
    ) async -> Ends {
        let batcher = EmbeddingBatcher(limits: limits) { await requests.send($0) }
        return await withTaskGroup(of: (String, Result<EmbeddingReply, ChatModelError>).self) { tasks in
            for (index, text) in texts.enumerated() {
                tasks.addTask { (text, await batcher.submit(EmbeddingRequest(texts: [text]))) }
                while requests.batches.count + batcher.waiting <= index { await Task.yield() }
            }
            for sent in 1...count {
                await requests.arrived(sent)
                requests.answer(answering)
            }
            return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func limits(texts: Int = 32, bytes: Int = 1000, lanes: Int = 1, requests: Int = 1)
        -> EmbeddingBatcher.Limits
    {
        var limits = EmbeddingBatcher.Limits()
        (limits.texts, limits.bytes, limits.lanes, limits.requests) = (texts, bytes, lanes, requests)
        return limits
    }

    @Test func `Texts that come during a request share the next one, and each gets its own vector`() async throws {
        let requests = HeldRequests()
        let ends = await ends(["a", "bb", "ccc", "dddd"], limits: limits(), requests, sends: 2)
        #expect(requests.batches == [["a"], ["bb", "ccc", "dddd"]])
        for (text, end) in ends { #expect(try end.get().vectors == [[Float(text.utf8.count)]]) }
        // 31 tokens for 9 bytes: rounded as they add up.
        #expect(try ["bb", "ccc", "dddd"].map { try ends[$0]?.get().promptTokens } == [7, 10, 14])
        #expect(try ["bb", "ccc", "dddd"].compactMap { try ends[$0]?.get().cost }.reduce(0, +) == 1)
    }

    @Test func `A batch holds no more texts and bytes than allowed`() async {
        let byCount = HeldRequests()
        _ = await ends(["a", "b", "c", "d"], limits: limits(texts: 2), byCount, sends: 3)
        #expect(byCount.batches == [["a"], ["b", "c"], ["d"]])
        let byBytes = HeldRequests()
        _ = await ends(["a", "bbbb", "cc", "ddddddddd", "e"], limits: limits(bytes: 6), byBytes, sends: 4)
        #expect(byBytes.batches == [["a"], ["bbbb", "cc"], ["ddddddddd"], ["e"]])
    }

    @Test func `A full batch does not wait for the one under way`() async {
        let requests = HeldRequests()
        let batcher = EmbeddingBatcher(limits: limits(texts: 2, requests: 2)) { await requests.send($0) }
        await withTaskGroup(of: Void.self) { tasks in
            for (index, text) in ["a", "b", "c"].enumerated() {
                tasks.addTask { _ = await batcher.submit(EmbeddingRequest(texts: [text])) }
                while requests.batches.joined().count + batcher.waiting <= index { await Task.yield() }
            }
            await requests.arrived(2)
            #expect(requests.batches == [["a"], ["b", "c"]])
            requests.answer(HeldRequests.vectors)
        }
    }

    @Test func `A passing fault fails all who shared the request, and none is sent alone`() async {
        let requests = HeldRequests()
        let error = ChatModelError(code: .unavailable, message: "down")
        let ends = await ends(
            ["a", "b", "c"], limits: limits(), requests, answering: { _ in .failure(error) }, sends: 2)
        #expect(ends.values.allSatisfy { $0 == .failure(error) })
        #expect(requests.batches == [["a"], ["b", "c"]])
    }

    @Test func `Whoever sends for others may be cancelled without harm to them`() async throws {
        let requests = HeldRequests()
        let batcher = EmbeddingBatcher(limits: limits()) { await requests.send($0) }
        let first = Task { await batcher.submit(EmbeddingRequest(texts: ["a"])) }
        await requests.arrived(1)
        let leader = Task { await batcher.submit(EmbeddingRequest(texts: ["b"])) }
        while batcher.waiting < 1 { await Task.yield() }
        let follower = Task { await batcher.submit(EmbeddingRequest(texts: ["cc"])) }
        while batcher.waiting < 2 { await Task.yield() }
        requests.answer(HeldRequests.vectors)
        await requests.arrived(2)
        leader.cancel()
        await requests.arrived(3)
        requests.answer(HeldRequests.vectors)
        #expect(try await follower.value.get().vectors == [[2]])
        #expect(requests.batches == [["a"], ["b", "cc"], ["cc"]])
        guard case .failure(let error) = await leader.value else { return _ = Issue.record("the leader was cancelled") }
        #expect(error.code == .cancelled)
        #expect(try await first.value.get().vectors == [[1]])
    }
}
