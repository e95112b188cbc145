import ChatModels
import HTTPClient
import JSON
import TestSupport
import Testing
import Timing

@Suite(.timeLimit(.minutes(1))) struct OpenAIChatModelTests {
    @Test func `A request carries model, messages, schema, key and settings`() async throws {
        try await withModel(.text("hi")) { fixture in
            _ = try await fixture.model.complete(ModelFixture.judging)
            let call = try #require(fixture.fake.calls.first)
            #expect(call.path == "/v1/chat/completions")
            #expect(call.authorization == "Bearer \(ModelFixture.key)")
            #expect(
                call.body == [
                    "model": "gpt-test", "temperature": 0.0, "max_tokens": 100, "seed": 7,
                    "messages": [
                        ["role": "system", "content": "judge"], ["role": "user", "content": "the private prompt"],
                    ],
                    "response_format": [
                        "type": "json_schema",
                        "json_schema": ["name": "verdict", "strict": true, "schema": ["type": "object"]],
                    ],
                ])
        }
    }

    @Test func `What was not asked for is not sent, and no key means no header`() async throws {
        try await withModel(.text("hi"), change: { $0.apiKey = nil }) { fixture in
            _ = try await fixture.model.complete(ModelFixture.request)
            let call = try #require(fixture.fake.calls.first)
            #expect(call.authorization == nil)
            #expect(call.body.object?.keys == ["model", "messages"])
        }
    }

    @Test func `A reply is read with its tokens, its cost and the model that gave it`() async throws {
        let answer = FakeModelAnswer.text("hi", promptTokens: 1_000_000, completionTokens: 500_000)
        let price = TokenPrice(inputPerMillion: 0.15, outputPerMillion: 0.6)
        try await withModel(answer, change: { $0.price = price }) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.request)
            #expect(
                reply
                    == ChatReply(
                        text: "hi", finishReason: "stop", model: "fake-1", promptTokens: 1_000_000,
                        completionTokens: 500_000, cost: 0.45, attempts: 1))
        }
    }

    @Test func `Without prices or counts the cost is unknown, not zero`() async throws {
        try await withModel(.text("hi")) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.request)
            #expect(reply.cost == nil)
        }
        let uncounted = FakeModelAnswer.json(["choices": [["message": ["content": "hi"]]]])
        try await withModel(uncounted, change: { $0.price = TokenPrice(inputPerMillion: 1, outputPerMillion: 1) }) {
            let reply = try await $0.model.complete(ModelFixture.request)
            #expect(reply == ChatReply(text: "hi", model: "gpt-test"))
        }
    }

    @Test func `Prices are for a million tokens`() {
        let price = TokenPrice(inputPerMillion: 2.5, outputPerMillion: 10)
        #expect(price.cost(promptTokens: 400, completionTokens: 100) == 0.002)
        #expect(price.cost(promptTokens: 0, completionTokens: 0) == 0)
        #expect(price.cost(promptTokens: nil, completionTokens: nil) == nil)
    }

    @Test func `Tokens from the cache cost what is said for them, else what the others do`() {
        var price = TokenPrice(inputPerMillion: 2, outputPerMillion: 10)
        #expect(price.cost(promptTokens: 1000, cachedPromptTokens: 600, completionTokens: 0) == 0.002)
        price.cachedInputPerMillion = 0.5
        #expect(price.cost(promptTokens: 1000, cachedPromptTokens: 600, completionTokens: 0) == 0.0011)
        // A server that counts wrong does not make the others cheaper than free.
        #expect(price.cost(promptTokens: 1000, cachedPromptTokens: 5000, completionTokens: 0) == 0.0005)
    }

    @Test func `A cut reply and a refusal are replies that say so`() async throws {
        try await withModel(.truncated("{\"sc"), .refusal("no"), .message(["content": nil], finishReason: "length")) {
            let cut = try await $0.model.complete(ModelFixture.request)
            #expect(cut.finishReason == "length")
            #expect(cut.text == "{\"sc")
            #expect(!cut.isRefusal)
            let refusal = try await $0.model.complete(ModelFixture.request)
            #expect(refusal.isRefusal)
            #expect(refusal.text == "no")
            let empty = try await $0.model.complete(ModelFixture.request)
            #expect(empty.text.isEmpty)
            #expect(empty.finishReason == "length")
        }
    }

    @Test func `A reply in parts is put together`() async throws {
        let parts: JSONValue = ["content": [["type": "text", "text": "a"], ["type": "text", "text": "b"]]]
        try await withModel(.message(parts)) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.request)
            #expect(reply.text == "ab")
        }
    }

    @Test func `Faults that pass are tried again`() async throws {
        // The drop comes first: on a connection used before, libcurl itself sends the request once more.
        try await withModel(.drop, .serverError, .rateLimited(), .text("hi")) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.request)
            #expect(reply.text == "hi")
            #expect(reply.attempts == 4)
            #expect(fixture.fake.calls.count == 4)
            #expect(fixture.clock.slept.count == 3)
        }
    }

    @Test func `Retry-After decides when to ask again`() async throws {
        try await withModel(.rateLimited(retryAfter: "9"), .text("hi")) { fixture in
            _ = try await fixture.model.complete(ModelFixture.request)
            #expect(fixture.clock.slept == [.seconds(9)])
        }
    }

    @Test func `A wait beyond the timeout is left to whoever asked`() async throws {
        try await withModel(.rateLimited(retryAfter: "3600")) { fixture in
            let error = await fixture.failure()
            #expect(error?.code == .rateLimited)
            #expect(error?.retryAfter == .seconds(3600))
            #expect(error?.isTransient == true)
            #expect(fixture.fake.calls.count == 1)
        }
    }

    @Test func `Attempts end`() async throws {
        try await withModel(.serverError, change: { $0.maximumAttempts = 3 }) { fixture in
            #expect(await fixture.failure()?.code == .unavailable)
            #expect(fixture.fake.calls.count == 3)
        }
    }

    @Test func `A server that hangs runs into the timeout of the call`() async throws {
        try await withModel(
            .hang,
            change: {
                $0.timeout = .milliseconds(50); $0.maximumAttempts = 1
            }
        ) { fixture in
            #expect(await fixture.failure()?.code == .timeout)
            #expect(fixture.transport.snapshot == TransportSnapshot(inFlight: 0, queued: 0))
        }
    }

    @Test func `A cancelled call leaves nothing under way`() async throws {
        try await withModel(.hang, change: { $0.limits.maximumConcurrency = 1 }) { fixture in
            let tasks = (0..<5).map { _ in Task { await fixture.failure() } }
            await fixture.fake.waitForCalls(1)
            for task in tasks.reversed() { task.cancel() }
            for task in tasks { #expect(await task.value?.code == .cancelled) }
            #expect(fixture.transport.snapshot == TransportSnapshot(inFlight: 0, queued: 0))
        }
    }

    @Test func `Calls beyond the limit wait, and all get their reply`() async throws {
        try await withModel(FakeModelServer([.hang]), change: { $0.limits.maximumConcurrency = 5 }) { fixture in
            await withTaskGroup(of: ChatModelError?.self) { group in
                for _ in 0..<40 { group.addTask { await fixture.failure() } }
                for round in 1...8 {
                    await fixture.fake.waitForCalls(round * 5)
                    fixture.fake.release(5)
                }
                for await error in group { #expect(error == nil) }
            }
            #expect(fixture.fake.peak == 5)
            #expect(fixture.fake.calls.count == 40)
        }
    }

    @Test func `Three hundred calls run at once`() async throws {
        try await withModel(FakeModelServer([.hang]), change: { $0.limits.maximumConcurrency = 300 }) { fixture in
            await withTaskGroup(of: ChatModelError?.self) { group in
                for _ in 0..<300 { group.addTask { await fixture.failure() } }
                await fixture.fake.waitForCalls(300)
                fixture.fake.release()
                for await error in group { #expect(error == nil) }
            }
            #expect(fixture.fake.peak == 300)
        }
    }
}
