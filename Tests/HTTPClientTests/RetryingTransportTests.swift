import HTTPClient
import Synchronization
import TestSupport
import Testing
import Timing

/// Answers from a list, the last entry again and again, and moves the clock by what each answer takes.
private final class Script: HTTPTransport {
    private let clock: ManualClock
    private let answers: [Result<ClientResponse, TransferError>]
    private let duration: Duration
    private let requests = Mutex<[ClientRequest]>([])

    init(_ clock: ManualClock, taking duration: Duration = .zero, _ answers: [Result<ClientResponse, TransferError>]) {
        self.clock = clock
        self.answers = answers
        self.duration = duration
    }

    var timeouts: [Duration] { requests.withLock { $0.map(\.timeout) } }

    func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse {
        let index = requests.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        clock.advance(by: duration)
        return try answers[min(index, answers.count - 1)].get()
    }
}

private func status(_ status: Int, retryAfter: String? = nil) -> Result<ClientResponse, TransferError> {
    .success(ClientResponse(status: status, headers: retryAfter.map { [("Retry-After", $0)] } ?? []))
}

@Suite struct RetryingTransportTests {
    private let clock = ManualClock(advancesWhenSlept: true)
    private let request = ClientRequest(url: "http://example.invalid/", timeout: .seconds(60))

    private func send(
        _ script: Script, _ policy: HTTPRetryPolicy = HTTPRetryPolicy()
    ) async -> RetryingTransport.Outcome {
        await RetryingTransport(script, policy: policy, time: clock).send(request)
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504, 529])
    func `A transient status is tried again`(code: Int) async throws {
        let outcome = await send(Script(clock, [status(code), status(code), status(200)]))
        #expect(try outcome.result.get().status == 200)
        #expect(outcome.attempts == 3)
        #expect(clock.slept.count == 2)
        #expect(clock.slept[0] <= .milliseconds(500))
        #expect(clock.slept[1] <= .seconds(1))
    }

    @Test(arguments: [200, 204, 301, 400, 401, 403, 404, 413, 422, 501, 505])
    func `Any other status is returned as it is`(code: Int) async throws {
        let outcome = await send(Script(clock, [status(code)]))
        #expect(try outcome.result.get().status == code)
        #expect(outcome.attempts == 1)
    }

    @Test(arguments: TransferError.Code.allCases)
    func `A failed transfer is tried again when it is transient`(code: TransferError.Code) async {
        let error = TransferError(code: code, message: "failed")
        let outcome = await send(Script(clock, [.failure(error)]))
        #expect(throws: error) { try outcome.result.get() }
        #expect(outcome.attempts == (error.isTransient ? 4 : 1))
    }

    @Test func `Retry-After is waited for to the second`() async throws {
        let outcome = await send(
            Script(clock, [status(429, retryAfter: "7"), status(503, retryAfter: "0"), status(200)]))
        #expect(try outcome.result.get().status == 200)
        #expect(clock.slept == [.seconds(7), .zero])
    }

    @Test func `A server that asks for more patience than there is gets no second request`() async throws {
        let tooLong = await send(Script(clock, [status(429, retryAfter: "61")]))
        #expect(tooLong.attempts == 1)
        var policy = HTTPRetryPolicy()
        policy.longestRetryAfter = .seconds(600)
        let beyondDeadline = await send(Script(clock, [status(429, retryAfter: "60")]), policy)
        #expect(beyondDeadline.attempts == 1)
        #expect(try beyondDeadline.result.get().status == 429)
        #expect(clock.slept.isEmpty)
    }

    @Test func `One deadline covers every attempt and wait`() async throws {
        let script = Script(clock, taking: .seconds(20), [status(503, retryAfter: "5")])
        let start = clock.now()
        let outcome = await send(script, HTTPRetryPolicy(maximumAttempts: 100))
        #expect(script.timeouts == [.seconds(60), .seconds(35), .seconds(10)])
        #expect(outcome.attempts == 3)
        #expect(clock.now() - start == .seconds(70))
    }

    @Test func `One attempt may be given less than the whole time`() async {
        let script = Script(clock, [.failure(TransferError(code: .timeout, message: "late"))])
        _ = await send(script, HTTPRetryPolicy(maximumAttempts: 2, attemptTimeout: .seconds(9)))
        #expect(script.timeouts == [.seconds(9), .seconds(9)])
    }

    @Test func `Cancelling while it waits ends it`() async {
        let clock = ManualClock()
        let script = Script(clock, [status(503, retryAfter: "5")])
        let transport = RetryingTransport(script, policy: HTTPRetryPolicy(), time: clock)
        let task = Task { [request] in try await transport.execute(request) }
        await clock.waitForSleepers()
        task.cancel()
        let error = await #expect(throws: TransferError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(script.timeouts.count == 1)
    }
}
