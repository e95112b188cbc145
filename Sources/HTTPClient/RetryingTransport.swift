package import Timing

/// Sends a request again while its failure looks transient. The request's timeout covers all attempts and waits.
package struct RetryingTransport: HTTPTransport {
    /// The last answer or error, and how many attempts it took.
    package struct Outcome: Sendable {
        /// What the last attempt gave.
        package var result: Result<ClientResponse, TransferError>
        /// The number of times the request was sent; at least 1.
        package var attempts: Int
    }

    private let transport: any HTTPTransport
    private let policy: HTTPRetryPolicy
    private let time: any TimeSource

    /// Creates a transport that sends through `transport` and waits by `time`.
    package init(_ transport: any HTTPTransport, policy: HTTPRetryPolicy, time: any TimeSource) {
        self.transport = transport
        self.policy = policy
        self.time = time
    }

    package func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse {
        try await send(request).result.get()
    }

    /// Sends `request` until it succeeds, fails for good, or attempts or time are used up.
    ///
    /// A wait that would end after the deadline is not begun: the last answer or error is returned at once.
    /// `mayRetry` looks at an answer the policy would retry and may call it final, as when a 429 means that the quota is
    /// used up.
    package func send(
        _ request: ClientRequest, mayRetry: (ClientResponse) -> Bool = { _ in true }
    ) async -> Outcome {
        let deadline = time.now() + request.timeout
        var attempt = 1
        while true {
            let result = await once(request, remaining: deadline - time.now())
            let now = time.now()
            guard let delay = policy.delay(after: result, attempt: attempt, now: now), now + delay < deadline else {
                return Outcome(result: result, attempts: attempt)
            }
            if case .success(let response) = result, !mayRetry(response) {
                return Outcome(result: result, attempts: attempt)
            }
            do {
                try await time.sleep(until: now + delay)
            } catch {
                let cancelled = TransferError(
                    code: .cancelled, message: "the request was cancelled between two attempts")
                return Outcome(result: .failure(cancelled), attempts: attempt)
            }
            attempt += 1
        }
    }

    private func once(_ request: ClientRequest, remaining: Duration) async -> Result<ClientResponse, TransferError> {
        var request = request
        request.timeout = max(.milliseconds(1), min(remaining, policy.attemptTimeout ?? remaining))
        do throws(TransferError) {
            return .success(try await transport.execute(request))
        } catch {
            return .failure(error)
        }
    }
}
