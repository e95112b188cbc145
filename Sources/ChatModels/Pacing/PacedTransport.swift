import HTTPClient
import Timing

/// Sends the attempts of a call, each at the pace of its endpoint and with the provider's credentials, until one succeeds,
/// fails for good, or attempts, retry budget or time are used up.
struct PacedTransport: Sendable {
    /// An answer, read.
    struct Exchange: Sendable {
        let response: ClientResponse
        let answer: WireAnswer
        /// How long the provider says to wait; nil when it does not.
        let retryAfter: Duration?
        /// The attempts it took.
        var attempts = 1
    }

    let configuration: RemoteModelConfiguration
    let format: any WireFormat
    let pacer: EndpointPacer
    let transport: any HTTPTransport
    let time: any TimeSource
    let observer: any ChatModelObserver
    let failure: ModelFailure

    /// Sends `request` as an attempt of `call`, and again while that may help.
    func send(_ request: ClientRequest, _ call: inout PacedCall) async throws(ChatModelError) -> Exchange {
        var attempt = 1
        while true {
            let result = try await once(request, &call)
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

    private func once(
        _ request: ClientRequest, _ call: inout PacedCall
    ) async throws(ChatModelError) -> Result<Exchange, TransferError> {
        let place = try await place(&call)
        let start = time.now()
        var request = format.authorized(request, at: start)
        request.timeout = max(.milliseconds(1), call.deadline - start)
        do throws(TransferError) {
            let response = try await transport.execute(request)
            let answer = format.answer(response)
            let headers = RateLimitHeaders(response.headers, now: time.now())
            pacer.leave(place, AttemptEnd(answer, status: response.status, headers: headers))
            var wait = headers.retryAfter
            if case .fault(let fault) = answer { wait = fault.wait(headers) }
            return .success(Exchange(response: response, answer: answer, retryAfter: wait))
        } catch {
            // A call that spent most of its time waiting has too little left to blame the server.
            pacer.leave(place, AttemptEnd(error, hadTime: request.timeout * 2 >= configuration.timeout))
            return .failure(error)
        }
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
    private func delay(after result: Result<Exchange, TransferError>, attempt: Int) -> Delay? {
        guard attempt < configuration.maximumAttempts else { return nil }
        switch result {
        case .failure(let error): return error.isTransient ? backoff(attempt) : nil
        case .success(let exchange):
            // A 429 for a quota that is used up looks like any other 429.
            guard HTTPRetryPolicy.isTransient(status: exchange.response.status),
                case .fault(let fault) = exchange.answer,
                fault.code.isTransient
            else { return nil }
            return exchange.retryAfter.map { ($0, true) } ?? backoff(attempt)
        }
    }

    private func backoff(_ attempt: Int) -> Delay { (configuration.backoff.delay(attempt: attempt), false) }

    private func mayRetry() -> Bool {
        if pacer.takeRetry() { return true }
        observer.retryRefused(model: configuration.name)
        return false
    }
}
