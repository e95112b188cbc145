import ChatModels
import HTTPClient
import HTTPServer
import JSON
import Synchronization
import TestSupport
import Testing
import Timing

/// Models in front of a server that sets limits.
@Suite(.timeLimit(.minutes(1))) struct PacedModelTests {
    /// Answers a little later, and refuses every call beyond so many at a time.
    private final class NarrowServer: HTTPHandler {
        let refused = Counter()
        private let inside = Counter()
        private let places: Int

        init(places: Int) { self.places = places }

        func handle(_ request: HTTPRequest, respond: @escaping @Sendable (HTTPResponse) -> Void) {
            guard inside.increment() <= places else {
                inside.decrement()
                refused.increment()
                return respond(HTTPResponse(status: 429))
            }
            Task { [inside] in
                try? await Task.sleep(for: .milliseconds(2))
                inside.decrement()
                let reply: JSONValue = ["choices": [["message": ["content": "hi"], "finish_reason": "stop"]]]
                respond(HTTPResponse(status: 200, body: reply.serialized()))
            }
        }
    }

    private final class Ears: ChatModelObserver {
        let refusedRetries = Counter()
        let places = Counter()
        func callFinished(_ report: ChatCallReport) {}
        func placeTaken(model: String, waited: Duration) { places.increment() }
        func retryRefused(model: String) { refusedRetries.increment() }
    }

    @Test func `A server that refuses calls beyond a few at a time is asked just so many, and no call fails`()
        async throws
    {
        let server = NarrowServer(places: 4)
        let calls = 400
        try await withServer(handler: server) { running in
            let transport = CurlTransport(configuration: TransportConfiguration())
            defer { transport.shutdown() }
            var configuration = RemoteModelConfiguration(name: "judge")
            configuration.backoff = ExponentialBackoff(base: .milliseconds(5), cap: .milliseconds(20))
            configuration.maximumAttempts = 10
            let pacer = EndpointPacer(PacingLimits(maximumConcurrency: 32), time: SystemClock())
            let model = RemoteChatModel(
                configuration: configuration, provider: .openAI(model: "m", baseURL: running.baseURL, apiKey: nil),
                pacer: pacer, transport: transport, time: SystemClock())
            let failures = await withTaskGroup(of: ChatModelError?.self) { group in
                for _ in 0..<calls {
                    group.addTask {
                        do throws(ChatModelError) {
                            _ = try await model.complete(ModelFixture.request)
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                return await group.reduce(into: [ChatModelError]()) { $0 += $1.map { [$0] } ?? [] }
            }
            #expect(failures.isEmpty, "\(failures.first?.message ?? "")")
            #expect(pacer.snapshot.inFlight == 0)
            // It hovers between half of what the server takes and one more; thirty-two at a time had refused most.
            #expect(pacer.snapshot.limit <= 8, "\(pacer.snapshot.limit)")
            #expect(server.refused.value < calls / 2, "\(server.refused.value)")
            #expect(server.refused.value > 0)
        }
    }

    @Test func `A wait the server asks of one model holds for all models at the endpoint`() async throws {
        let fake = FakeModelServer([.rateLimited(retryAfter: "9"), .text("hi")])
        try await withModelServer(fake) { baseURL in
            let transport = CurlTransport(configuration: TransportConfiguration())
            defer { transport.shutdown() }
            let clock = ManualClock()
            let pacer = EndpointPacer(PacingLimits(), time: clock)
            var hasty = RemoteModelConfiguration(name: "hasty")
            hasty.timeout = .seconds(5)
            let models = [RemoteModelConfiguration(name: "judge"), hasty].map {
                RemoteChatModel(
                    configuration: $0, provider: .openAI(model: "m", baseURL: baseURL), pacer: pacer,
                    transport: transport, time: clock)
            }
            async let reply = models[0].complete(ModelFixture.request)
            await clock.waitForSleepers(1)
            let error = await #expect(throws: ChatModelError.self) {
                try await models[1].complete(ModelFixture.request)
            }
            #expect(error?.code == .rateLimited)
            #expect(error?.retryAfter == .seconds(9))
            #expect(error?.message.contains("wants no calls for 9s") == true, "\(error?.message ?? "")")
            #expect(fake.calls.count == 1)
            clock.advance(by: .seconds(9))
            let answered = try await reply
            #expect(answered.attempts == 2)
        }
    }

    @Test func `A server that says to wait no time at all is asked again after the usual wait`() async throws {
        let refusal = FakeModelAnswer.rateLimited(retryAfter: "0")
        try await withModel(refusal, refusal, .text("hi")) { fixture in
            let reply = try await fixture.model.complete(ModelFixture.request)
            #expect(reply.attempts == 3)
            #expect(fixture.clock.slept.count == 2)
        }
    }

    /// Fields of a reply that say nothing is left, and how long that holds everybody back.
    @Test(arguments: [("2s", Duration.seconds(2)), ("6m0s", .seconds(10))])
    func `A reply that says nothing is left holds the next call back`(reset: String, wait: Duration) async throws {
        let reply: JSONValue = ["choices": [["message": ["content": "hi"]]]]
        let last = FakeModelAnswer.json(
            headers: [("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", reset)], reply)
        try await withModel(last, .text("hi")) { fixture in
            _ = try await fixture.model.complete(ModelFixture.request)
            #expect(fixture.clock.slept.isEmpty)
            _ = try await fixture.model.complete(ModelFixture.request)
            #expect(fixture.clock.slept == [wait])
        }
    }

    @Test func `A server that is away is not asked again, and the error says what happened and since when`()
        async throws
    {
        try await withModel(.serverError, change: { $0.maximumAttempts = 1 }) { fixture in
            let since = fixture.clock.now()
            for _ in 0..<10 { #expect(await fixture.failure()?.code == .unavailable) }
            let error = await fixture.failure()
            #expect(error?.code == .unavailable)
            #expect(error?.retryAfter == .seconds(5))
            #expect(
                error?.message.hasSuffix(
                    "has failed 10 times in a row since \(since.rfc3339), last with: answered 500; it is not asked again"
                        + " for 5s") == true, "\(error?.message ?? "")")
            #expect(error?.message.contains(ModelFixture.key) == false)
            #expect(fixture.fake.calls.count == 10)
            fixture.clock.advance(by: .seconds(5))
            #expect(await fixture.failure()?.message.contains("answered 500") == true)
            #expect(fixture.fake.calls.count == 11)
            #expect(await fixture.failure()?.retryAfter == .seconds(10))
        }
    }

    @Test func `Above the budget failures are returned without another try, and that is counted`() async throws {
        let ears = Ears()
        // One answer after each failure keeps the circuit closed.
        let script = (0..<40).flatMap { _ in [FakeModelAnswer.serverError, .error(400)] }
        try await withModel(
            FakeModelServer(script + [.serverError]),
            change: {
                $0.limits.maximumConcurrency = 1; $0.observer = ears; $0.backoff = ExponentialBackoff(base: .zero)
            }
        ) { fixture in
            for _ in 0..<13 { #expect(await fixture.failure()?.code == .invalidRequest) }
            #expect(ears.refusedRetries.value == 0)
            #expect(await fixture.failure()?.code == .unavailable)
            #expect(ears.refusedRetries.value == 1)
            #expect(ears.places.value == 27)
            #expect(fixture.fake.calls.count == 27)
        }
    }

    @Test func `A rate below the calls spreads them over the time`() async throws {
        try await withModel(.text("hi"), change: { $0.limits.requestsPerMinute = 30 }) { fixture in
            for _ in 0..<6 { _ = try await fixture.model.complete(ModelFixture.request) }
            #expect(fixture.clock.slept == [.seconds(2), .seconds(2), .seconds(2)])
        }
    }
}
