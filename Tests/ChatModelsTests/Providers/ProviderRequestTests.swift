import ChatModels
import HTTPServer
import JSON
import TestSupport
import Testing

/// What every provider is asked.
@Suite(.timeLimit(.minutes(1))) struct ProviderRequestTests {
    private static let everything = ChatRequest(
        messages: [
            ChatMessage(role: .system, content: "judge"), ChatMessage(role: .user, content: "one"),
            ChatMessage(role: .assistant, content: "two"), ChatMessage(role: .user, content: "three"),
        ],
        responseSchema: ChatRequest.ResponseSchema(name: "verdict", schema: ["type": "object"]), temperature: 0.25,
        maximumTokens: 100, seed: 7, topLogprobs: 5)

    @Test(arguments: standIns)
    func `A request carries everything the provider takes, and says who asks`(standIn: any ProviderStandIn) async throws
    {
        try await withProvider(standIn, standIn.answer(ScriptedReply(text: "{}"))) { fixture in
            _ = try await fixture.model.complete(Self.everything)
            let call = try #require(fixture.server.calls.first)
            #expect(call.path == standIn.path)
            #expect(call.headers["Content-Type"] == "application/json")
            #expect(standIn.isAuthorized(call))
            #expect(
                fixture.questions == [
                    ProviderQuestion(
                        system: "judge", turns: ["one", "two", "three"], temperature: 0.25, maximumTokens: 100,
                        seed: standIn.takesSeed ? 7 : nil, topLogprobs: standIn.tellsLogprobs ? 5 : nil,
                        form: standIn.ladder[0], schema: ["type": "object"])
                ])
        }
    }

    @Test(arguments: standIns)
    func `The key is in no URL and in no body`(standIn: any ProviderStandIn) async throws {
        try await withProvider(standIn, standIn.answer(ScriptedReply(text: "{}"))) { fixture in
            _ = try await fixture.model.complete(Self.everything)
            let call = try #require(fixture.server.calls.first)
            for text in [call.path, call.query.joined(), call.body.text] { #expect(!text.contains("sk-very")) }
        }
    }

    @Test(arguments: standIns)
    func `What was not asked for is not sent`(standIn: any ProviderStandIn) async throws {
        try await withProvider(standIn, standIn.answer(ScriptedReply(text: "hi"))) { fixture in
            let reply = try await fixture.model.complete(
                ChatRequest(messages: [ChatMessage(role: .user, content: "one")]))
            #expect(reply.format == nil)
            // Anthropic wants a limit whether anybody has one or not.
            let limit = standIn is AnthropicStandIn ? 4096 : nil
            #expect(fixture.questions == [ProviderQuestion(turns: ["one"], maximumTokens: limit)])
        }
    }

    @Test(arguments: standIns)
    func `Instructions alone still make a conversation`(standIn: any ProviderStandIn) async throws {
        try await withProvider(standIn, standIn.answer(ScriptedReply(text: "hi"))) { fixture in
            _ = try await fixture.model.complete(
                ChatRequest(messages: [ChatMessage(role: .system, content: "only this")]))
            let question = try #require(fixture.questions.first)
            #expect([question.system].compactMap(\.self) + question.turns == ["only this"])
        }
    }
}
