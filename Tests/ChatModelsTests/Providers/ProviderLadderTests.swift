import ChatModels
import JSON
import TestSupport
import Testing

/// How every provider's models are found out about.
@Suite(.timeLimit(.minutes(1))) struct ProviderLadderTests {
    /// A server that refuses every form down to `last`, and answers then.
    private static func server(_ standIn: any ProviderStandIn, last: ReplyFormat) -> FakeModelServer {
        FakeModelServer { call in
            let form = standIn.question(call.body).form
            guard form == last else { return standIn.answer(.refusedForm(form)) }
            return standIn.answer(ScriptedReply(text: #"{"score":1}"#, isToolCall: form == .toolCall))
        }
    }

    @Test(arguments: standIns, ReplyFormat.allCases)
    func `A refused form leads one step down, which is remembered and seen`(
        standIn: any ProviderStandIn, last: ReplyFormat
    ) async throws {
        guard let steps = standIn.ladder.firstIndex(of: last) else { return }
        try await withProvider(standIn, Self.server(standIn, last: last)) { fixture in
            #expect(fixture.model.replyFormat == standIn.ladder[0])
            let first = try await fixture.model.complete(ModelFixture.judging)
            #expect(first.text == #"{"score":1}"#)
            #expect(first.attempts == steps + 1)
            #expect(fixture.questions.map(\.form) == Array(standIn.ladder[...steps]))
            let second = try await fixture.model.complete(ModelFixture.judging)
            #expect(second.attempts == 1)
            #expect([first.format, second.format, fixture.model.replyFormat] == [last, last, last])
        }
    }

    @Test(arguments: standIns)
    func `Calls that want no form teach nothing about forms`(standIn: any ProviderStandIn) async throws {
        try await withProvider(standIn, standIn.answer(.refusedForm(standIn.ladder[0]))) { fixture in
            #expect(await fixture.failure()?.code == .invalidRequest)
            #expect(fixture.model.replyFormat == standIn.ladder[0])
            #expect(fixture.server.calls.count == 1)
        }
    }

    @Test(arguments: standIns)
    func `Many calls refused at once take one step, not many`(standIn: any ProviderStandIn) async throws {
        try await withProvider(standIn, Self.server(standIn, last: standIn.ladder[1])) { fixture in
            await withTaskGroup(of: ChatModelError?.self) { group in
                for _ in 0..<30 { group.addTask { await fixture.failure(ModelFixture.judging) } }
                for await error in group { #expect(error == nil) }
            }
            #expect(fixture.model.replyFormat == standIn.ladder[1])
        }
    }

    @Test(arguments: standIns)
    func `A temperature the model does not take is left out from then on`(standIn: any ProviderStandIn) async throws {
        let fake = FakeModelServer { call in
            standIn.question(call.body).temperature == nil
                ? standIn.answer(ScriptedReply(text: "hi")) : standIn.answer(.refusedTemperature)
        }
        try await withProvider(standIn, fake) { fixture in
            let first = try await fixture.model.complete(ModelFixture.judging)
            let second = try await fixture.model.complete(ModelFixture.judging)
            #expect([first.attempts, second.attempts] == [2, 1])
            #expect(fixture.model.replyFormat == standIn.ladder[0])
            #expect(fixture.questions.last?.maximumTokens == 100)
        }
    }

    @Test(arguments: standIns)
    func `A model that tells no probabilities is asked without`(standIn: any ProviderStandIn) async throws {
        var request = ModelFixture.judging
        request.topLogprobs = 20
        let fake = FakeModelServer { call in
            standIn.question(call.body).topLogprobs == nil
                ? standIn.answer(ScriptedReply(text: "hi")) : standIn.answer(.refusedLogprobs)
        }
        try await withProvider(standIn, fake) { fixture in
            let reply = try await fixture.model.complete(request)
            #expect(reply.logprobs == nil)
            #expect(reply.attempts == (standIn.tellsLogprobs ? 2 : 1))
            #expect(fixture.model.replyFormat == standIn.ladder[0])
        }
    }

    @Test(arguments: standIns)
    func `A server that refuses everything is not asked for ever`(standIn: any ProviderStandIn) async throws {
        let fake = FakeModelServer { call in standIn.answer(.refusedForm(standIn.question(call.body).form)) }
        try await withProvider(standIn, fake) { fixture in
            #expect(await fixture.failure(ModelFixture.judging)?.code == .invalidRequest)
            #expect(fixture.server.calls.count == standIn.ladder.count)
        }
    }
}
