import JSON
import Synchronization
import TestSupport
import Testing

@testable import ChatModels

/// An answer to a request for the vectors of two texts, and what it must be taken for.
struct EmbeddingFault: Sendable, CustomTestStringConvertible {
    var answer: FakeModelAnswer
    var code: ChatModelError.Code
    var calls = 1
    var testDescription: String

    private static func one(_ index: JSONValue, _ vector: JSONValue) -> JSONValue {
        ["index": index, "embedding": vector]
    }

    static let all: [EmbeddingFault] = [
        .init(answer: .error(401), code: .unauthorized, testDescription: "401"),
        .init(answer: .error(404, code: "model_not_found"), code: .invalidRequest, testDescription: "404"),
        .init(answer: .error(429, code: "insufficient_quota"), code: .quotaExhausted, testDescription: "quota"),
        .init(
            answer: .error(400, message: "This model's maximum context length is 8192 tokens."), code: .contextTooLong,
            testDescription: "too long"),
        .init(answer: .rateLimited(), code: .rateLimited, calls: 2, testDescription: "429"),
        .init(answer: .serverError, code: .unavailable, calls: 2, testDescription: "500"),
        .init(answer: .drop, code: .unavailable, calls: 2, testDescription: "dropped connection"),
        .init(answer: .json(["error": ["code": 429]]), code: .rateLimited, testDescription: "error in a 200"),
        .init(answer: .garbage, code: .malformedReply, testDescription: "HTML"),
        .init(answer: .wrongJSON, code: .malformedReply, testDescription: "wrong JSON"),
        .init(answer: .vectors([[1, 2]]), code: .malformedReply, testDescription: "one too few"),
        .init(answer: .vectors([[1], [2], [3]]), code: .malformedReply, testDescription: "one too many"),
        .init(answer: .vectors([[1, 2], [1]]), code: .malformedReply, testDescription: "of different lengths"),
        .init(answer: .vectors([[1, 2], [0, 0]]), code: .malformedReply, testDescription: "zeros"),
        .init(answer: .vectors([[], []]), code: .malformedReply, testDescription: "empty"),
        .init(
            answer: .data([one(0, [1, 2]), one(0, [1, 2])]), code: .malformedReply, testDescription: "an index twice"),
        .init(
            answer: .data([one(0, [1, 2]), one(2, [1, 2])]), code: .malformedReply,
            testDescription: "an index of no text"),
        .init(
            answer: .data([one(0, [1, 2]), one(1, [1e39, 2])]), code: .malformedReply,
            testDescription: "more than a float holds"),
        .init(
            answer: .data([one(0, [1, 2]), one(1, [1, nil])]), code: .malformedReply, testDescription: "null in it"),
        .init(
            answer: .data([one(0, "AACAPw=="), one(1, "AACAPw==")]), code: .malformedReply, testDescription: "Base64"),
        .init(answer: .data([one(0, [1]), ["index": 1]]), code: .malformedReply, testDescription: "no vector"),
    ]
}

@Suite(.timeLimit(.minutes(1))) struct RemoteEmbeddingModelTests {
    @Test(arguments: [OpenAIStandIn() as any ProviderStandIn, AzureStandIn()])
    func `A provider is asked at its address, with its key, for floats`(_ standIn: any ProviderStandIn) async throws {
        try await withEmbeddings(standIn, answering: { .lengths($0) }) { fixture in
            let reply = try await fixture.model.embed(EmbeddingRequest(texts: ["a", "bcd"]))
            #expect(reply.vectors == [[1, 1], [3, 1]])
            #expect(reply.model == "embedder-1" && reply.promptTokens == 4 && reply.attempts == 1)
            let call = try #require(fixture.server.calls.first)
            #expect(call.path == standIn.path.replacing("chat/completions", with: "embeddings"))
            #expect(standIn.isAuthorized(call))
            #expect(call.body["encoding_format"] == "float")
            #expect(call.body["input"] == ["a", "bcd"])
        }
    }

    @Test(arguments: [AnthropicStandIn() as any ProviderStandIn, GeminiStandIn(), BedrockStandIn()])
    func `Providers without embeddings of this format say so`(_ standIn: any ProviderStandIn) {
        #expect(!standIn.provider(root: "http://127.0.0.1:9").hasEmbeddings)
    }

    @Test func `Vectors go to their texts by index, not by place`() async throws {
        let data: [JSONValue] = [["index": 1, "embedding": [2, 0]], ["index": 0, "embedding": [1, 0]]]
        try await withEmbeddings(answering: { _ in .data(data) }) { fixture async throws in
            #expect(try await fixture.model.embed(EmbeddingRequest(texts: ["a", "b"])).vectors == [[1, 0], [2, 0]])
        }
    }

    @Test func `A price gives the cost of the texts`() async throws {
        let price = TokenPrice(inputPerMillion: 500_000, outputPerMillion: 9)
        try await withEmbeddings(change: { $0.price = price }, answering: { .lengths($0) }) { fixture in
            let reply = try await fixture.model.embed(EmbeddingRequest(texts: ["abcd"]))
            #expect(reply.promptTokens == 4 && reply.cost == 2)
        }
    }

    @Test(arguments: EmbeddingFault.all)
    func `Each fault has its code, and only passing ones are tried again`(_ fault: EmbeddingFault) async throws {
        try await withEmbeddings(change: { $0.maximumAttempts = 2 }, answering: { _ in fault.answer }) { fixture in
            let error = try #require(await fixture.failure("the private text", "another"))
            #expect(error.code == fault.code)
            #expect(fixture.server.calls.count == fault.calls)
            #expect(error.message.contains("vectors"))
            #expect(!error.message.contains("private") && !error.message.contains(ModelFixture.key))
        }
    }

    @Test func `A reply beyond eight megabytes is not taken`() async throws {
        try await withEmbeddings(answering: { _ in .huge(bytes: RemoteEmbeddingModel.maximumReplyBytes) }) { fixture in
            #expect(await fixture.failure("a")?.code == .malformedReply)
        }
    }

    @Test func `A server that does not know the form is asked without from then on`() async throws {
        try await withEmbeddings(
            answering: { call in
                call.body["encoding_format"] == nil ? .lengths(call) : .unsupported("encoding_format")
            }
        ) { fixture in
            let first = try await fixture.model.embed(EmbeddingRequest(texts: ["ab"]))
            #expect(first.vectors == [[2, 1]] && first.attempts == 2)
            #expect(try await fixture.model.embed(EmbeddingRequest(texts: ["ab"])).attempts == 1)
        }
    }

    @Test func `More texts than a request holds take several`() async throws {
        try await withEmbeddings(change: { $0.maximumBatch = 2 }, answering: { .lengths($0) }) { fixture in
            let texts = ["a", "bb", "ccc", "dddd", "eeeee"]
            let reply = try await fixture.model.embed(EmbeddingRequest(texts: texts))
            #expect(reply.vectors.map(\.first) == [1, 2, 3, 4, 5])
            #expect(reply.promptTokens == 15 && reply.attempts == 3)
            #expect(fixture.batches == [["a", "bb"], ["ccc", "dddd"], ["eeeee"]])
        }
    }

    @Test func `A text that the model does not take fails nobody who shared its request`() async throws {
        let isFirst = Mutex(true)
        try await withEmbeddings(
            maximumRequests: 1,
            answering: { call in
                if isFirst.withLock({
                    let was = $0; $0 = false; return was
                }) {
                    return .hang
                }
                let isTooLong = call.body["input"]?.array?.contains("too long") == true
                return isTooLong ? .error(400, code: "context_length_exceeded") : .lengths(call)
            }
        ) { fixture in
            let ends = await withTaskGroup(of: (String, ChatModelError?).self) { tasks in
                tasks.addTask { ("first", await fixture.failure("first")) }
                await fixture.server.fake.waitForCalls(1)
                for (count, text) in ["one", "too long", "two"].enumerated() {
                    tasks.addTask { (text, await fixture.failure(text)) }
                    while fixture.model.waiting <= count { await Task.yield() }
                }
                fixture.server.fake.release(with: .vectors([[1, 0]]))
                return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1?.code ?? .none }
            }
            #expect(ends == ["too long": .contextTooLong])
            #expect(fixture.batches.map(\.count) == [1, 3, 1, 1, 1])
        }
    }
}
