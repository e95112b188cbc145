import ChatModels
import JSON
import TestSupport
import Testing

/// What every provider's replies are read as.
@Suite(.timeLimit(.minutes(1))) struct ProviderReplyTests {
    @Test(arguments: standIns)
    func `A reply is read with its tokens, the cached ones, its cost and its model`(standIn: any ProviderStandIn)
        async throws
    {
        let answer = standIn.answer(ScriptedReply(text: "hi", tokens: (1000, 600, 200)))
        let price = TokenPrice(inputPerMillion: 2, cachedInputPerMillion: 0.5, outputPerMillion: 10)
        try await withProvider(standIn, answer, change: { $0.price = price }) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.request)
            // Bedrock's answers name no model.
            let model = standIn is BedrockStandIn ? "eu.m-1:0" : "served-1"
            #expect(
                reply
                    == ChatReply(
                        text: "hi", finishReason: "stop", model: model, promptTokens: 1000, cachedPromptTokens: 600,
                        completionTokens: 200, cost: (400 * 2 + 600 * 0.5 + 200 * 10) / 1e6, attempts: 1))
        }
    }

    @Test(arguments: standIns)
    func `A reply in the strictest form is the JSON that was asked for`(standIn: any ProviderStandIn) async throws {
        let isCall = standIn.ladder[0] == .toolCall
        let answer = standIn.answer(ScriptedReply(text: #"{"score":1}"#, isToolCall: isCall))
        try await withProvider(standIn, answer) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.judging)
            #expect(reply.text == #"{"score":1}"#)
            #expect(reply.finishReason == "stop")
            #expect(reply.format == standIn.ladder[0])
        }
    }

    private static let endings: [(ScriptedReply.Ending, String, Bool)] = [
        (.stop, "stop", false), (.length, "length", false), (.filtered, "content_filter", true),
    ]

    @Test(arguments: standIns, endings)
    func `Why the model stopped is told in one set of words`(
        standIn: any ProviderStandIn, ending: (ScriptedReply.Ending, String, Bool)
    ) async throws {
        for text in ["some", ""] {
            try await withProvider(standIn, standIn.answer(ScriptedReply(text: text, ending: ending.0))) { fixture in
                let reply = try await fixture.model.complete(ModelFixture.request)
                #expect(reply.text == text)
                #expect(reply.finishReason == ending.1)
                #expect(reply.isRefusal == ending.2)
            }
        }
    }

    @Test(arguments: standIns)
    func `A call that was cut off says so`(standIn: any ProviderStandIn) async throws {
        let answer = standIn.answer(ScriptedReply(text: "{}", ending: .length, isToolCall: true))
        try await withProvider(standIn, answer) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.judging)
            #expect(reply.finishReason == "length")
            #expect(reply.text == "{}")
        }
    }

    @Test(arguments: standIns, [false, true])
    func `What a model thought is not its answer`(standIn: any ProviderStandIn, isCall: Bool) async throws {
        let answer = standIn.answer(
            ScriptedReply(text: #"{"score":2}"#, isToolCall: isCall, thought: #"{"score":9}"#))
        try await withProvider(standIn, answer) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.judging)
            #expect(reply.text == #"{"score":2}"#)
        }
    }

    @Test(arguments: standIns)
    func `A thought that was cut off before the answer is an empty reply`(standIn: any ProviderStandIn) async throws {
        let answer = standIn.answer(ScriptedReply(text: "", ending: .length, thought: "Let me see"))
        try await withProvider(standIn, answer) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.request)
            #expect(reply.text.isEmpty)
            #expect(reply.finishReason == "length")
        }
    }

    @Test(arguments: standIns)
    func `Probabilities of tokens come where the provider tells them`(standIn: any ProviderStandIn) async throws {
        let token = TokenLogprobs(
            chosen: .init(token: "4", logprob: -0.25),
            top: [.init(token: "4", logprob: -0.25), .init(token: "5", logprob: -1.5)])
        var request = ModelFixture.request
        request.topLogprobs = 2
        try await withProvider(standIn, standIn.answer(ScriptedReply(text: "4", logprobs: token))) { fixture in
            let reply = try await fixture.model.complete(request)
            #expect(reply.logprobs == (standIn.tellsLogprobs ? [token] : nil))
        }
    }

    @Test(arguments: standIns, ["", "<html>Sign in</html>", "{}", #"{"ok":true}"#, "[]", "null"])
    func `An answer that is no reply is taken for none`(standIn: any ProviderStandIn, body: String) async throws {
        try await withProvider(standIn, .raw(body: body)) { fixture in
            let error = await fixture.failure()
            #expect(error?.code == .malformedReply)
            #expect(error?.message.contains("judge") == true)
            #expect(fixture.server.calls.count == 1)
        }
    }
}
