import Cryptography
import HTTPClient
import Synchronization
import TestSupport
import Testing
import Timing

@testable import ChatModels

struct CachingEmbeddingModelTests {
    private static func asking(_ texts: String..., change: (inout EmbeddingRequest) -> Void = { _ in })
        -> EmbeddingRequest
    {
        var request = EmbeddingRequest(texts: texts)
        change(&request)
        return request
    }

    private static func caching(_ model: CountingVectors, _ cache: ResponseCache) -> CachingEmbeddingModel {
        CachingEmbeddingModel(model, servedBy: .openAI(model: "m-1"), cache: cache)
    }

    @Test func `Only the texts that are not kept are asked for, and all come in their order`() async throws {
        let (model, cache) = (CountingVectors(), ResponseCache(time: ManualClock()))
        let caching = Self.caching(model, cache)
        _ = try await caching.embed(Self.asking("bb", "d"))
        let reply = try await caching.embed(Self.asking("a", "bb", "ccc", "d"))
        #expect(model.asked == [["bb", "d"], ["a", "ccc"]])
        #expect(reply.vectors == [[1, 1], [2, 1], [3, 1], [1, 1]])
        #expect(reply.promptTokens == 7)
        #expect(reply.cost == 4, "only what was asked for costs")
        #expect((reply.keptVectors, reply.attempts) == (2, 1))
        let usage = try #require(cache.usage["judge"])
        #expect((usage.hits, usage.misses, usage.saved, usage.entries) == ([.memory: 2], 4, 3, 4))
    }

    @Test func `What is kept as a whole takes no call and costs nothing`() async throws {
        let model = CountingVectors()
        let caching = Self.caching(model, ResponseCache(time: ManualClock()))
        let first = try await caching.embed(Self.asking("a", "bb"))
        let second = try await caching.embed(Self.asking("bb", "a"))
        #expect(second.vectors == first.vectors.reversed())
        #expect((second.promptTokens, second.cost, second.attempts, second.keptVectors) == (3, 0, 0, 2))
        #expect(second.model == first.model)
        #expect(model.asked.count == 1)
    }

    @Test(arguments: [("v-2", 2), ("v-1", 3), ("v-2", 3)])
    func `Vectors of another model behind the same name are never put beside the old ones`(
        _ other: String, _ dimensions: Int
    ) async throws {
        let model = CountingVectors()
        let cache = ResponseCache(time: ManualClock())
        let caching = Self.caching(model, cache)
        _ = try await caching.embed(Self.asking("a"))
        model.become(other, dimensions: dimensions)
        let mixed = try await caching.embed(Self.asking("a", "bb"))
        #expect(mixed.vectors.map(\.count) == [dimensions, dimensions])
        #expect(mixed.vectors.map(\.first) == [1, 2])
        // The call for the missing one counts as well, though its vector is asked for again.
        #expect((mixed.promptTokens, mixed.cost, mixed.attempts) == (5, 5, 2))
        #expect((mixed.model, mixed.keptVectors) == (other, 0))
        #expect(model.asked == [["a"], ["bb"], ["a", "bb"]])
        #expect(try await caching.embed(Self.asking("a", "bb")).keptVectors == 2)
    }

    @Test func `Kept vectors of two models are asked for anew`() async throws {
        let model = CountingVectors()
        let caching = Self.caching(model, ResponseCache(time: ManualClock()))
        _ = try await caching.embed(Self.asking("a"))
        model.become("v-2", dimensions: 2)
        _ = try await caching.embed(Self.asking("bb"))
        let reply = try await caching.embed(Self.asking("a", "bb"))
        #expect((reply.model, reply.keptVectors) == ("v-2", 0))
        #expect(model.asked.last == ["a", "bb"])
    }

    @Test func `After its time, or for want of room, a vector is asked for again`() async throws {
        let clock = ManualClock()
        var limits = ResponseCache.Limits()
        limits.lifetime = .seconds(60)
        // Two vectors of two numbers take 1,040 bytes.
        limits.maximumBytes = 1_100
        let model = CountingVectors()
        let cache = ResponseCache(limits: limits, time: clock)
        let caching = Self.caching(model, cache)
        for text in ["a", "bb", "ccc"] { _ = try await caching.embed(Self.asking(text)) }
        #expect(cache.usage["judge"]?.entries == 2)
        #expect(try #require(cache.usage["judge"]).bytes <= 1_100)
        _ = try await caching.embed(Self.asking("a"))
        clock.advance(by: .seconds(60))
        _ = try await caching.embed(Self.asking("a"))
        #expect(model.asked == [["a"], ["bb"], ["ccc"], ["a"], ["a"]])
    }

    @Test func `A failure is not kept, and what was kept before stays`() async throws {
        let model = CountingVectors()
        let caching = Self.caching(model, ResponseCache(time: ManualClock()))
        _ = try await caching.embed(Self.asking("a"))
        model.fail(.unavailable)
        await #expect(throws: ChatModelError(code: .unavailable, message: "no")) {
            try await caching.embed(Self.asking("a", "bb"))
        }
        #expect(try await caching.embed(Self.asking("a")).keptVectors == 1)
        model.fail(nil)
        #expect(try await caching.embed(Self.asking("a", "bb")).keptVectors == 1)
    }

    @Test func `Where no call may be made, only what is kept is given`() async throws {
        let model = CountingVectors()
        let cache = ResponseCache(time: ManualClock())
        let observed = ObservedEmbeddingModel(model, observer: SilentChatModelObserver())
        let caching = CachingEmbeddingModel(observed, servedBy: .openAI(model: "m-1"), cache: cache)
        _ = try await caching.embed(Self.asking("a") { $0.sampleRate = 0.5 })
        let kept = try await caching.embed(Self.asking("a") { $0.mayCall = false })
        #expect((kept.keptVectors, kept.sampleRate) == (1, 0.5))
        let error = await #expect(throws: ChatModelError.self) {
            try await caching.embed(Self.asking("a", "bb") { $0.mayCall = false })
        }
        #expect(error?.code == .notKept)
        #expect(model.asked == [["a"]])
        #expect(cache.usage["judge"]?.misses == 1, "what took no call is no miss")
    }

    @Test func `Whoever asked for some of the vectors has the share of the time at which it did`() async throws {
        let caching = Self.caching(CountingVectors(), ResponseCache(time: ManualClock()))
        for (text, asker, rate) in [("a", "one", 0.25), ("bb", "two", 0.5)] {
            _ = try await caching.embed(
                Self.asking(text) { request in
                    request.asker = asker
                    request.sampleRate = rate
                })
        }
        for (asker, own, rate) in [("one", "one", 0.25), ("two", "two", 0.5), ("three", nil, 0.25), (nil, nil, 0.25)]
            as [(String?, String?, Double)]
        {
            let reply = try await caching.embed(Self.asking("a", "bb") { $0.asker = asker })
            #expect((reply.asker, reply.sampleRate) == (own, rate))
        }
    }

    @Test func `Whatever decides a vector is part of its key`() {
        let azure = ModelProvider.azure(deployment: "m-1", baseURL: "https://a.example", apiKey: Secret("k"))
        var proxied = ConnectionProfile()
        proxied.verifiesServer = false
        let keys: [ResponseKey?] = [
            ResponseKey(vectorOf: "a", from: .openAI(model: "m-1")),
            ResponseKey(vectorOf: "b", from: .openAI(model: "m-1")),
            ResponseKey(vectorOf: "a", from: .openAI(model: "m-2")),
            ResponseKey(vectorOf: "a", from: .openAI(model: "m-1", baseURL: "http://127.0.0.1/v1")),
            ResponseKey(vectorOf: "a", from: .openAI(model: "m-1", apiKey: Secret("k"))),
            ResponseKey(vectorOf: "a", from: .openAI(model: "m-1"), over: proxied),
            ResponseKey(vectorOf: "a", from: azure), ResponseKey(.asking("a"), to: .openAI(model: "m-1")),
        ]
        #expect(!keys.contains(nil))
        #expect(Set(keys).count == keys.count)
        #expect(ResponseKey(vectorOf: "a", from: .anthropic(model: "m-1", apiKey: nil)) == nil)
    }

    @Test(arguments: [
        #"{"vector": "AACAPw==", "model": "m"}"#, #"{"vector": "AACAPw", "model": "m", "cost": 1, "rate": 0.5}"#,
        #"{"vector": "AACAPw", "model": "m", "asker": "a1"}"#,
    ]) func `What was written is read`(_ text: String) throws {
        let kept = try #require(KeptReply(storedText: text, keptAt: Timestamp(seconds: 1)))
        #expect(kept.vector?.numbers == [1])
        #expect(KeptReply(storedText: kept.storedText, keptAt: kept.keptAt) == kept)
    }

    /// Stored texts that hold no vector: none at all, zeros, infinity, not a number, half a number, no base 64, no model.
    static let broken = [
        #"{"vector": "", "model": "m"}"#, #"{"vector": "AAAAAA==", "model": "m"}"#,
        #"{"vector": "AACAfw==", "model": "m"}"#, #"{"vector": "AADAfw==", "model": "m"}"#,
        #"{"vector": "AAA=", "model": "m"}"#, #"{"vector": "?", "model": "m"}"#, #"{"vector": "AACAPw=="}"#, "{", "[]",
    ]

    @Test(arguments: broken) func `What is no vector is not there`(_ text: String) {
        #expect(KeptReply(storedText: text, keptAt: Timestamp(seconds: 1)) == nil)
    }
}

/// An embedding model that remembers what it was asked. Its vectors are the length of the text and ones; a text takes as many
/// tokens as it has bytes, and a dollar each.
private final class CountingVectors: EmbeddingModel {
    private struct State {
        var asked: [[String]] = []
        var model = "v-1"
        var dimensions = 2
        var failure: ChatModelError.Code?
    }

    let name = "judge"
    private let state = Mutex(State())

    var asked: [[String]] { state.withLock { $0.asked } }

    /// Answers as another model from now on.
    func become(_ model: String, dimensions: Int) {
        state.withLock { state in
            state.model = model
            state.dimensions = dimensions
        }
    }

    /// Fails like this from now on; nil ends it.
    func fail(_ code: ChatModelError.Code?) { state.withLock { $0.failure = code } }

    func embed(_ request: EmbeddingRequest) async throws(ChatModelError) -> EmbeddingReply {
        let state = state.withLock { state in
            state.asked.append(request.texts)
            return state
        }
        if let code = state.failure { throw ChatModelError(code: code, message: "no") }
        let bytes = request.bytes
        return EmbeddingReply(
            vectors: request.texts.map { [Float($0.utf8.count)] + Array(repeating: 1, count: state.dimensions - 1) },
            model: state.model, promptTokens: bytes, cost: Double(bytes))
    }
}
