import ChatModels
import HTTPClient
import JSON
import TestSupport
import Testing

/// What every provider's faults are read as.
@Suite(.timeLimit(.minutes(1))) struct ProviderFaultTests {
    private static let faults: [(ScriptedFault, ChatModelError.Code, calls: Int)] = [
        (.badKey, .unauthorized, 1), (.forbidden, .unauthorized, 1), (.unknownModel, .invalidRequest, 1),
        (.rateLimited(retryAfter: nil), .rateLimited, 2), (.serverError, .unavailable, 2),
        (.overloaded, .unavailable, 2), (.quota, .quotaExhausted, 1), (.contextTooLong, .contextTooLong, 1),
        (.wrongSchema, .invalidRequest, 1),
    ]

    @Test(arguments: standIns, faults)
    func `Each fault has its code, and only passing ones are tried again`(
        standIn: any ProviderStandIn, fault: (ScriptedFault, ChatModelError.Code, calls: Int)
    ) async throws {
        try await withProvider(standIn, standIn.answer(fault.0), change: { $0.maximumAttempts = 2 }) { fixture in
            let error = await fixture.failure(ModelFixture.judging)
            #expect(error?.code == fault.1)
            #expect(error?.message.contains("judge") == true)
            #expect(error?.message.contains("127.0.0.1") == true)
            #expect(fixture.server.calls.count == fault.calls)
            // A schema that is wrong in itself says nothing about what the model can do.
            #expect(fixture.model.replyFormat == standIn.ladder[0])
        }
    }

    private static let bare: [(Int, ChatModelError.Code)] = [
        (400, .invalidRequest), (401, .unauthorized), (403, .unauthorized), (404, .invalidRequest), (408, .timeout),
        (413, .contextTooLong), (429, .rateLimited), (500, .unavailable), (502, .unavailable), (503, .unavailable),
        (504, .timeout), (529, .unavailable),
    ]

    @Test(arguments: standIns, bare)
    func `A status of a proxy in between says enough`(
        standIn: any ProviderStandIn, fault: (Int, ChatModelError.Code)
    ) async throws {
        let answer = FakeModelAnswer.raw(status: fault.0, body: "<html>no</html>")
        try await withProvider(standIn, answer, change: { $0.maximumAttempts = 1 }) { fixture in
            #expect(await fixture.failure()?.code == fault.1)
        }
    }

    @Test(arguments: standIns)
    func `A prompt that a filter stops is a refusal, not a verdict`(standIn: any ProviderStandIn) async throws {
        try await withProvider(standIn, standIn.answer(.blockedPrompt)) { fixture in
            do throws(ChatModelError) {
                let reply = try await fixture.model.complete(ModelFixture.judging)
                #expect(reply.isRefusal)
            } catch {
                #expect(error.code == .refused)
            }
            #expect(fixture.server.calls.count == 1)
        }
    }

    @Test(arguments: standIns)
    func `The provider says when to ask again`(standIn: any ProviderStandIn) async throws {
        let answers = FakeModelServer([
            standIn.answer(.rateLimited(retryAfter: "9")), standIn.answer(ScriptedReply(text: "hi")),
        ])
        try await withProvider(standIn, answers) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.request)
            #expect(reply.attempts == 2)
            #expect(fixture.clock.slept == [.seconds(9)])
        }
        try await withProvider(standIn, standIn.answer(.rateLimited(retryAfter: "3600"))) { fixture in
            #expect(await fixture.failure()?.retryAfter == .seconds(3600))
            #expect(fixture.server.calls.count == 1)
        }
    }

    @Test(arguments: standIns)
    func `A server that hangs runs into the timeout of the call`(standIn: any ProviderStandIn) async throws {
        try await withProvider(
            standIn, .hang,
            change: {
                $0.timeout = .milliseconds(50); $0.maximumAttempts = 1
            }
        ) { fixture in
            #expect(await fixture.failure()?.code == .timeout)
            #expect(fixture.transport.snapshot == TransportSnapshot(inFlight: 0, queued: 0))
        }
    }

    @Test(arguments: standIns)
    func `A dropped connection is tried again`(standIn: any ProviderStandIn) async throws {
        try await withProvider(standIn, .drop, standIn.answer(ScriptedReply(text: "hi"))) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.request)
            #expect(reply.text == "hi")
            #expect(reply.attempts == 2)
        }
        try await withProvider(standIn, .drop, change: { $0.maximumAttempts = 1 }) { fixture in
            #expect(await fixture.failure()?.code == .unavailable)
        }
    }

    @Test(arguments: standIns, [400, 401, 404, 429, 500])
    func `Neither key nor prompt gets into an error, even when the server repeats them`(
        standIn: any ProviderStandIn, status: Int
    ) async throws {
        let echo = JSONValue.string("Incorrect key \(ModelFixture.key) for: the private prompt")
        let answer = FakeModelAnswer.json(
            status: status, headers: [("x-amzn-ErrorType", echo.plainText)],
            [
                "error": [
                    "message": echo, "type": echo, "code": echo, "status": echo, "details": [["reason": echo]],
                ],
                "message": echo, "promptFeedback": ["blockReason": echo],
            ])
        try await withProvider(standIn, answer, change: { $0.maximumAttempts = 1 }) { fixture in
            let error = try #require(await fixture.failure())
            for text in [error.message, "\(error)", String(reflecting: error)] {
                #expect(!text.contains("sk-very"))
                #expect(!text.contains("private"))
            }
        }
    }
}
