import HTTPClient
import Timing

/// Sends the attempts of a call, each at the pace of its endpoint and with the provider's credentials, until one succeeds,
/// fails for good, or attempts, retry budget or time are used up.
final class PacedTransport: Sendable {
    private let configuration: RemoteModelConfiguration
    private let format: any WireFormat
    private let pacer: EndpointPacer
    private let transport: any HTTPTransport
    private let time: any TimeSource
    private let observer: any ChatModelObserver
    private let failure: ModelFailure

    /// Creates what sends to the model of `configuration` through `transport`.
    init(
        configuration: RemoteModelConfiguration, format: any WireFormat, pacer: EndpointPacer,
        transport: any HTTPTransport, time: any TimeSource, observer: any ChatModelObserver, failure: ModelFailure
    ) {
        self.configuration = configuration
        self.format = format
        self.pacer = pacer
        self.transport = transport
        self.time = time
        self.observer = observer
        self.failure = failure
    }

    /// Sends `request` as an attempt of `call`, and again while that may help; `read` reads what is answered.
    func send<Answer: PacedAnswer>(
        _ request: ClientRequest, _ call: inout PacedCall, read: (ClientResponse) -> Answer
    ) async throws(ChatModelError) -> PacedExchange<Answer> {
        var attempt = 1
        while true {
            let result = try await once(request, &call, read)
            guard let delay = delay(after: result, attempt: attempt), time.now() + delay.length < call.deadline,
                mayRetry()
            else {
                switch result {
                case .failure(let error): throw failure.error(of: error)
                case .success(var exchange):
                    exchange.attempts = attempt
                    return exchange
                }
            }
            attempt += 1
            // What the server told everybody to wait is waited for with the place.
            if delay.isShared { continue }
            do {
                try await time.sleep(for: delay.length)
            } catch {
                throw failure.cancelled
            }
        }
    }

    private func once<Answer: PacedAnswer>(
        _ request: ClientRequest, _ call: inout PacedCall, _ read: (ClientResponse) -> Answer
    ) async throws(ChatModelError) -> Result<PacedExchange<Answer>, TransferError> {
        let place = try await place(&call)
        let start = time.now()
        var request = format.authorized(request, at: start)
        request.timeout = max(.milliseconds(1), call.deadline - start)
        do throws(TransferError) {
            return .success(taken(try await transport.execute(request), place, read))
        } catch {
            // A call that spent most of its time waiting has too little left to blame the server.
            pacer.leave(place, AttemptEnd(error, hadTime: request.timeout * 2 >= configuration.timeout))
            return .failure(error)
        }
    }

    /// Reads `response` and gives the place back.
    ///
    /// Not inlined: in an asynchronous function its values would stay in memory as long as the response is waited for.
    @inline(never)
    private func taken<Answer: PacedAnswer>(
        _ response: ClientResponse, _ place: PacerPlace, _ read: (ClientResponse) -> Answer
    ) -> PacedExchange<Answer> {
        let answer = read(response)
        let headers = RateLimitHeaders(response.headers, now: time.now())
        pacer.leave(place, AttemptEnd(answer, headers: headers))
        return PacedExchange(
            status: response.status, answer: answer, retryAfter: answer.fault?.wait(headers), attempts: 1)
    }

    private func place(_ call: inout PacedCall) async throws(ChatModelError) -> PacerPlace {
        do throws(PacingRefusal) {
            let place = try await pacer.enter(&call)
            observer.placeTaken(model: configuration.name, waited: call.waited)
            return place
        } catch {
            throw failure.error(of: error, timeout: configuration.timeout)
        }
    }

    private typealias Delay = (length: Duration, isShared: Bool)

    /// How long to wait before the next attempt; nil when there is none.
    private func delay(
        after result: Result<PacedExchange<some PacedAnswer>, TransferError>, attempt: Int
    ) -> Delay? {
        guard attempt < configuration.maximumAttempts else { return nil }
        switch result {
        case .failure(let error): return error.isTransient ? backoff(attempt) : nil
        case .success(let exchange):
            // A 429 for a quota that is used up looks like any other 429.
            guard exchange.mayPass, let fault = exchange.answer.fault,
                fault.code.isTransient
            else { return nil }
            // "Retry-After: 0" is no wait that the place would be held back for.
            guard let wait = exchange.retryAfter, wait > .zero else { return backoff(attempt) }
            return (wait, true)
        }
    }

    private func backoff(_ attempt: Int) -> Delay { (configuration.backoff.delay(attempt: attempt), false) }

    private func mayRetry() -> Bool {
        if pacer.takeRetry() { return true }
        observer.retryRefused(model: configuration.name)
        return false
    }
}
