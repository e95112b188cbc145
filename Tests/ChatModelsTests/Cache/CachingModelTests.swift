import Synchronization
import TestSupport
import Testing
import Timing

@testable import ChatModels

@Suite(.timeLimit(.minutes(1))) struct CachingModelTests {
    @Test func `The same asked again takes no call and costs nothing`() async throws {
        let (model, cache) = (CountingModel(), ResponseCache(time: ManualClock()))
        let caching = CachingModel(model, cache)
        let first = try await caching.complete(.asking())
        let second = try await caching.complete(.asking())
        #expect((first.isCached, first.cost, first.attempts) == (false, 0.5, 1))
        #expect((second.isCached, second.cost, second.attempts) == (true, 0, 0))
        #expect((second.text, second.promptTokens, second.completionTokens) == ("reply 0", 10, 5))
        #expect(model.count == 1)
        let usage = cache.usage["judge"]
        #expect((usage?.hits, usage?.misses, usage?.saved, usage?.entries) == ([.memory: 1], 1, 0.5, 1))
    }

    @Test func `Several samples of one question are several calls, and each is found again`() async throws {
        let model = CountingModel()
        let caching = CachingModel(model, ResponseCache(time: ManualClock()))
        var texts: [String] = []
        for sample in [0, 1, 2, 0, 1, 2] {
            var request = ChatRequest.asking()
            request.sample = sample
            texts.append(try await caching.complete(request).text)
        }
        #expect(texts == ["reply 0", "reply 1", "reply 2", "reply 0", "reply 1", "reply 2"])
    }

    @Test func `A request that wants no kept reply gets a new one, and leaves the kept one alone`() async throws {
        let caching = CachingModel(CountingModel(), ResponseCache(time: ManualClock()))
        var fresh = ChatRequest.asking()
        fresh.takesKeptReply = false
        var texts: [String] = []
        for request in [.asking(), fresh, fresh, .asking()] { texts.append(try await caching.complete(request).text) }
        #expect(texts == ["reply 0", "reply 1", "reply 2", "reply 0"])
    }

    @Test(arguments: [
        ChatReply(text: "cut", finishReason: "length", model: "m"),
        ChatReply(text: "filtered", finishReason: "content_filter", model: "m"),
        ChatReply(text: "no reason given", model: "m"),
        ChatReply(text: "I will not", finishReason: "stop", isRefusal: true, model: "m"),
        ChatReply(text: "", finishReason: "stop", model: "m"),
    ])
    func `What is no whole reply is not kept`(_ reply: ChatReply) async throws {
        let model = CountingModel { _ throws(ChatModelError) in reply }
        let caching = CachingModel(model, ResponseCache(time: ManualClock()))
        for _ in 0..<2 { #expect(try await !caching.complete(.asking()).isCached) }
        #expect(model.count == 2)
    }

    @Test func `A reply is given again for as long as it lives, and not a moment longer`() async throws {
        let clock = ManualClock()
        var limits = ResponseCache.Limits()
        limits.lifetime = .seconds(60)
        let caching = CachingModel(CountingModel(), ResponseCache(limits: limits, time: clock))
        var cached: [Bool] = []
        for wait in [0, 59, 1, 59] {
            clock.advance(by: .seconds(wait))
            cached.append(try await caching.complete(.asking()).isCached)
        }
        #expect(cached == [false, true, false, true])
    }

    @Test func `What nobody can use is forgotten, in the store too`() async throws {
        let store = DictionaryStore()
        let caching = CachingModel(CountingModel(), ResponseCache(store: store, time: ManualClock()))
        let first = try await caching.complete(.asking())
        try #require(first.kept).forget()
        #expect(store.count == 0)
        #expect(try await caching.complete(.asking()).text == "reply 1")
    }

    @Test func `What was forgotten stays so while the store still has it, until another reply is kept`() async throws {
        let store = DictionaryStore(forgets: false)
        var limits = ResponseCache.Limits()
        limits.maximumEntries = 0
        let model = CountingModel()
        let caching = CachingModel(model, ResponseCache(limits: limits, store: store, time: ManualClock()))
        let first = try await caching.complete(.asking())
        try #require(first.kept).forget()
        #expect(store.count == 1)
        #expect(try await caching.complete(.asking()).text == "reply 1")
        let again = try await caching.complete(.asking())
        #expect(again.isCached)
        #expect(again.text == "reply 1")
        #expect(model.count == 2)
    }

    @Test func `What another process kept is found in the store, once`() async throws {
        let (clock, store) = (ManualClock(), DictionaryStore())
        _ = try await CachingModel(CountingModel(), ResponseCache(store: store, time: clock)).complete(.asking())
        let (model, cache) = (CountingModel(), ResponseCache(store: store, time: clock))
        let caching = CachingModel(model, cache)
        for _ in 0..<2 { #expect(try await caching.complete(.asking()).text == "reply 0") }
        #expect(model.count == 0)
        #expect(cache.usage["judge"]?.hits == [.disk: 1, .memory: 1])
    }

    @Test func `Where no call may be made, only what is kept is given, from memory or the store`() async throws {
        let (clock, store, model) = (ManualClock(), DictionaryStore(), CountingModel())
        let observed = ObservedModel(model, observer: SilentChatModelObserver())
        var asking = ChatRequest.asking("kept")
        asking.sampleRate = 0.5
        _ = try await CachingModel(observed, ResponseCache(store: store, time: clock)).complete(asking)
        let cache = ResponseCache(store: store, time: clock)
        let caching = CachingModel(observed, cache)
        asking.mayCall = false
        asking.sampleRate = 0
        for _ in 0..<2 {
            let reply = try await caching.complete(asking)
            #expect((reply.isCached, reply.cost, reply.sampleRate) == (true, 0, 0.5))
        }
        #expect(cache.usage["judge"]?.hits == [.disk: 1, .memory: 1])
        var unknown = ChatRequest.asking("unknown")
        unknown.mayCall = false
        var fresh = asking
        fresh.takesKeptReply = false
        for request in [unknown, fresh] {
            let error = await #expect(throws: ChatModelError.self) { try await caching.complete(request) }
            #expect(error?.code == .notKept)
        }
        #expect(model.count == 1)
        #expect(cache.usage["judge"]?.misses == 0, "what took no call is no miss")
    }

    @Test func `A fallback does not stand in for a model of which nothing is kept, though it has kept its own reply`()
        async throws
    {
        let cache = ResponseCache(time: ManualClock())
        let first = ObservedModel(CountingModel(), observer: SilentChatModelObserver())
        let other = CachingModel(CountingModel(), servedBy: .openAI(model: "m-2"), cache: cache)
        _ = try await other.complete(.asking())
        var request = ChatRequest.asking()
        request.mayCall = false
        let asked = request
        let model = FallbackModel(CachingModel(first, cache), fallbacks: [other])
        let error = await #expect(throws: ChatModelError.self) { try await model.complete(asked) }
        #expect(error?.code == .notKept)
        #expect(try await other.complete(asked).isCached)
    }

    @Test func `A reply says whose grade it was first given to, also from the store`() async throws {
        let (clock, store) = (ManualClock(), DictionaryStore())
        var (first, second) = (ChatRequest.asking(), ChatRequest.asking())
        first.asker = "first"
        second.asker = "second"
        let caching = CachingModel(CountingModel(), ResponseCache(store: store, time: clock))
        for request in [first, second] { #expect(try await caching.complete(request).asker == "first") }
        let restarted = CachingModel(CountingModel(), ResponseCache(store: store, time: clock))
        #expect(try await restarted.complete(second).asker == "first")
    }

    @Test func `The asker is written beside the reply`() throws {
        var reply = ChatReply.whole("hi")
        reply.asker = "a1"
        let kept = KeptReply(reply: reply, keptAt: Timestamp(seconds: 1))
        #expect(KeptReply(storedText: kept.storedText, keptAt: kept.keptAt) == kept)
    }

    @Test func `Those that ask the same at the same time share one call, which is paid for once`() async throws {
        let gate = Gate()
        let model = CountingModel { _ throws(ChatModelError) in
            await gate.wait()
            return .whole("shared")
        }
        let cache = ResponseCache(time: ManualClock())
        let caching = CachingModel(model, cache)
        let tasks = (0..<10).map { _ in Task { try await caching.complete(.asking()) } }
        let key = ResponseKey(.asking(), to: .openAI(model: "m-1"))
        try await eventually("nine waiting") { cache.waiting(for: key) == 9 }
        gate.open()
        var costs: [Double] = []
        for task in tasks { costs.append(try await task.value.cost ?? -1) }
        #expect(costs.sorted() == Array(repeating: 0, count: 9) + [0.5])
        #expect(model.count == 1)
        #expect(cache.usage["judge"]?.hits == [.shared: 9])
    }

    @Test func `A failure is shared by those that wait, and not kept`() async throws {
        let gate = Gate()
        let failure = ChatModelError(code: .rateLimited, message: "slow down")
        let model = CountingModel { index throws(ChatModelError) in
            await gate.wait()
            if index == 0 { throw failure }
            return .whole("better")
        }
        let cache = ResponseCache(time: ManualClock())
        let caching = CachingModel(model, cache)
        let tasks = (0..<4).map { _ in Task { try await caching.complete(.asking()) } }
        let key = ResponseKey(.asking(), to: .openAI(model: "m-1"))
        try await eventually("three waiting") { cache.waiting(for: key) == 3 }
        gate.open()
        for task in tasks { await #expect(throws: failure) { try await task.value } }
        #expect(model.count == 1)
        #expect(try await caching.complete(.asking()).text == "better")
    }

    @Test func `Whoever is cancelled goes alone: the others get their reply`() async throws {
        let gate = Gate()
        let model = CountingModel { index throws(ChatModelError) in
            await gate.wait()
            if Task.isCancelled { throw ChatModelError(code: .cancelled, message: "cancelled") }
            return .whole("reply \(index)")
        }
        let cache = ResponseCache(time: ManualClock())
        let caching = CachingModel(model, cache)
        let key = ResponseKey(.asking(), to: .openAI(model: "m-1"))
        let caller = Task { try await caching.complete(.asking()) }
        try await eventually("the call") { model.count == 1 }
        let waiters = (0..<3).map { _ in Task { try await caching.complete(.asking()) } }
        try await eventually("three waiting") { cache.waiting(for: key) == 3 }
        waiters[0].cancel()
        let error = await #expect(throws: ChatModelError.self) { try await waiters[0].value }
        #expect(error?.code == .cancelled)
        caller.cancel()
        gate.open()
        for waiter in waiters[1...] { #expect(try await waiter.value.text == "reply 1") }
        #expect(model.count == 2)
    }
}

/// Holds back whoever comes until it is opened.
private final class Gate: Sendable {
    private let isOpen = Mutex(false)
    private let waiters = Mutex<[CheckedContinuation<Void, Never>]>([])

    func open() {
        isOpen.withLock { $0 = true }
        for waiter in waiters.withLock({ exchange(&$0, with: []) }) { waiter.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let goes = isOpen.withLock { isOpen -> Bool in
                if !isOpen { waiters.withLock { $0.append(continuation) } }
                return isOpen
            }
            if goes { continuation.resume() }
        }
    }
}

/// Keeps replies in a dictionary, whatever their time; without `forgets` it never gets to deleting one.
private final class DictionaryStore: ReplyStore {
    private let replies = Mutex<[ResponseKey: KeptReply]>([:])
    private let forgets: Bool

    init(forgets: Bool = true) { self.forgets = forgets }

    var count: Int { replies.withLock { $0.count } }

    func reply(_ key: ResponseKey, keptAfter oldest: Timestamp) async -> KeptReply? {
        replies.withLock { $0[key] }
    }

    func keep(_ reply: KeptReply, under key: ResponseKey) { replies.withLock { $0[key] = reply } }

    func forget(_ key: ResponseKey) {
        if forgets { replies.withLock { $0[key] = nil } }
    }
}
