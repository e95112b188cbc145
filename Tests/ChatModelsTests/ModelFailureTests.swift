import ChatModels
import HTTPClient
import JSON
import TestSupport
import Testing

/// An answer and what it must be taken for.
struct FaultCase: Sendable, CustomTestStringConvertible {
    var answer: FakeModelAnswer
    var code: ChatModelError.Code
    var calls = 1
    var testDescription: String
}

private let faults = [
    FaultCase(answer: .error(401, code: "invalid_api_key"), code: .unauthorized, testDescription: "401"),
    FaultCase(answer: .error(403), code: .unauthorized, testDescription: "403"),
    FaultCase(answer: .error(404, code: "model_not_found"), code: .invalidRequest, testDescription: "404"),
    FaultCase(answer: .error(400), code: .invalidRequest, testDescription: "400"),
    FaultCase(answer: .error(422), code: .invalidRequest, testDescription: "422"),
    FaultCase(answer: .error(402), code: .quotaExhausted, testDescription: "402"),
    FaultCase(answer: .error(429, code: "insufficient_quota"), code: .quotaExhausted, testDescription: "quota"),
    FaultCase(
        answer: .error(429, type: "insufficient_quota"), code: .quotaExhausted, testDescription: "quota named as type"),
    FaultCase(answer: .error(400, code: "context_length_exceeded"), code: .contextTooLong, testDescription: "context"),
    FaultCase(
        answer: .error(400, message: "This model's maximum context length is 4096 tokens."), code: .contextTooLong,
        testDescription: "context in words"),
    FaultCase(answer: .error(413), code: .contextTooLong, testDescription: "413"),
    FaultCase(answer: .error(400, code: "content_filter"), code: .refused, testDescription: "filter"),
    FaultCase(
        answer: .raw(status: 302, headers: [("Location", "/login")], body: ""), code: .invalidRequest,
        testDescription: "302"),
    FaultCase(answer: .rateLimited(), code: .rateLimited, calls: 2, testDescription: "429"),
    FaultCase(answer: .serverError, code: .unavailable, calls: 2, testDescription: "500"),
    FaultCase(answer: .error(529), code: .unavailable, calls: 2, testDescription: "529"),
    FaultCase(
        answer: .raw(status: 503, body: "<html>busy"), code: .unavailable, calls: 2, testDescription: "503 in HTML"),
    FaultCase(answer: .error(408), code: .timeout, calls: 2, testDescription: "408"),
    FaultCase(answer: .drop, code: .unavailable, calls: 2, testDescription: "dropped connection"),
    FaultCase(answer: .garbage, code: .malformedReply, testDescription: "HTML"),
    FaultCase(answer: .wrongJSON, code: .malformedReply, testDescription: "wrong JSON"),
    FaultCase(answer: .raw(body: ""), code: .malformedReply, testDescription: "nothing"),
    FaultCase(answer: .json(["choices": []]), code: .malformedReply, testDescription: "no choices"),
    FaultCase(answer: .huge(bytes: 5000), code: .malformedReply, testDescription: "huge"),
    FaultCase(
        answer: .json(["error": ["code": 429, "message": "slow down"]]), code: .rateLimited,
        testDescription: "error in a 200"),
]

@Suite(.timeLimit(.minutes(1))) struct ModelFailureTests {
    @Test(arguments: faults)
    func `Each fault has its code, and only passing ones are tried again`(fault: FaultCase) async throws {
        try await withModel(
            fault.answer,
            change: {
                $0.maximumAttempts = 2; $0.maximumReplyBytes = 4096
            }
        ) { fixture in
            let error = await fixture.failure()
            #expect(error?.code == fault.code)
            #expect(error?.message.contains("judge") == true)
            #expect(error?.message.contains("127.0.0.1") == true)
            #expect(fixture.fake.calls.count == fault.calls)
        }
    }

    @Test(arguments: [400, 401, 403, 404, 429, 500])
    func `Neither key nor prompt gets into an error, even when the server repeats them`(status: Int) async throws {
        let echo = "Incorrect API key \(ModelFixture.key) for: the private prompt"
        let answer = FakeModelAnswer.error(status, code: ModelFixture.key + " ", type: echo, message: echo)
        try await withModel(answer, change: { $0.maximumAttempts = 1 }) { fixture in
            let error = try #require(await fixture.failure())
            for text in [error.message, "\(error)", String(reflecting: error)] {
                #expect(!text.contains("sk-very"))
                #expect(!text.contains("private"))
            }
        }
    }

    @Test func `The provider's code is named when it is one`() async throws {
        try await withModel(.error(404, code: "model_not_found")) { fixture in
            #expect(await fixture.failure()?.message.contains("404 (model_not_found)") == true)
        }
        try await withModel(.error(404, code: "it's the \n key")) { fixture in
            #expect(await fixture.failure()?.message.contains("key") == false)
        }
    }

    @Test func `Nobody listening is named with the host`() async throws {
        try await withModel(.text("")) { fixture in
            fixture.transport.shutdown()
            let error = await fixture.failure()
            #expect(error?.code == .cancelled)
        }
        try await withModel(
            .text(""),
            change: {
                $0.baseURL = "http://127.0.0.1:1/v1"; $0.maximumAttempts = 1
            }
        ) {
            let error = await $0.failure()
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("127.0.0.1:1") == true)
        }
    }
}
