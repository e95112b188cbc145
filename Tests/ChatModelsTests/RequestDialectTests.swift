import ChatModels
import JSON
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct RequestDialectTests {
    @Test func `A model without schemas is asked for a call, then for JSON, then for text, and that is remembered`()
        async throws
    {
        let fake = FakeModelServer { call in
            if let format = call.format { return .unsupportedFormat(format) }
            return call.body["tools"] == nil ? .verdict(1) : .unsupported("tools")
        }
        try await withModel(fake) { fixture in
            let first = try await fixture.model.complete(ModelFixture.judging)
            #expect(first.attempts == 4)
            #expect(fake.calls.map(\.format) == ["json_schema", nil, "json_object", nil])
            let second = try await fixture.model.complete(ModelFixture.judging)
            #expect(second.attempts == 1)
            #expect(fake.calls.count == 5)
            #expect(fake.calls.last?.format == nil)
        }
    }

    @Test func `Many calls refused at once take one step, not many`() async throws {
        let fake = FakeModelServer { $0.format == "json_schema" ? .unsupportedFormat("json_schema") : .verdict(1) }
        try await withModel(fake) { fixture in
            await withTaskGroup(of: ChatModelError?.self) { group in
                for _ in 0..<50 { group.addTask { await fixture.failure(ModelFixture.judging) } }
                for await error in group { #expect(error == nil) }
            }
            _ = try await fixture.model.complete(ModelFixture.judging)
            #expect(fake.calls.last?.body["tool_choice"]?["function"]?["name"] == "verdict")
            #expect(fixture.model.replyFormat == .toolCall)
        }
    }

    @Test func `A schema that is wrong in itself does not cost the model its schemas`() async throws {
        let wrong = FakeModelAnswer.error(
            400, code: "invalid_json_schema", parameter: "response_format",
            message: "Invalid schema for response_format 'verdict': object needs additionalProperties.")
        try await withModel(wrong, .verdict(1)) { fixture in
            #expect(await fixture.failure(ModelFixture.judging)?.code == .invalidRequest)
            _ = try await fixture.model.complete(ModelFixture.judging)
            #expect(fixture.fake.calls.map(\.format) == ["json_schema", "json_schema"])
        }
    }

    @Test(arguments: ["temperature", "seed"])
    func `A parameter the model does not take is left out from then on`(parameter: String) async throws {
        let fake = FakeModelServer { $0.body[parameter] == nil ? .verdict(1) : .unsupported(parameter) }
        try await withModel(fake) { fixture in
            let first = try await fixture.model.complete(ModelFixture.judging)
            let second = try await fixture.model.complete(ModelFixture.judging)
            #expect([first.attempts, second.attempts] == [2, 1])
            #expect(fake.calls.last?.body["max_tokens"] == 100)
        }
    }

    @Test func `The token limit is sent under the key the server knows`() async throws {
        let fake = FakeModelServer { $0.body["max_tokens"] == nil ? .verdict(1) : .unsupported("max_tokens") }
        try await withModel(fake) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.judging)
            #expect(reply.attempts == 2)
            #expect(fake.calls.last?.body["max_completion_tokens"] == 100)
        }
    }

    @Test func `A server that refuses everything is not asked for ever`() async throws {
        let fake = FakeModelServer { call in
            .unsupported(call.body["max_tokens"] == nil ? "max_completion_tokens" : "max_tokens")
        }
        try await withModel(fake) { fixture in
            #expect(await fixture.failure(ModelFixture.judging)?.code == .invalidRequest)
            #expect(fake.calls.count <= 6)
        }
    }
}
