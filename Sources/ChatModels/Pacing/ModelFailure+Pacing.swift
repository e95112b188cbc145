import Timing

extension ModelFailure {
    /// The error for a call that was given up.
    var cancelled: ChatModelError {
        ChatModelError(code: .cancelled, message: "the call to model \(model) was cancelled")
    }

    /// The error for a call that its pacer did not let go; `timeout` is what the model gives a call.
    func error(of refusal: PacingRefusal, timeout: Duration) -> ChatModelError {
        switch refusal {
        case .circuitOpen(let rest, let failures, let since, let reason):
            return error(
                .unavailable, retryAfter: rest,
                "has failed \(failures) times in a row since \(since.rfc3339), last with: \(reason); it is not asked again"
                    + " for \(Self.text(rest))")
        case .wait(let rest, let reason):
            return error(
                .rateLimited, retryAfter: rest,
                "\(Self.text(reason)) for \(Self.text(rest)), longer than the call may take")
        case .noPlace:
            return error(
                .timeout, "gave no reply within \(DurationText.format(timeout)), the wait for a place included")
        case .cancelled: return cancelled
        }
    }

    private func error(_ code: ChatModelError.Code, retryAfter: Duration, _ text: String) -> ChatModelError {
        var error = error(code, text)
        error.retryAfter = retryAfter
        return error
    }

    private static func text(_ wait: PacingRefusal.Wait) -> String {
        switch wait {
        case .server: "wants no calls"
        case .requestsPerMinute: "is sent no more requests, by `requests_per_minute` of the model,"
        case .tokensPerMinute: "is sent no more tokens, by `tokens_per_minute` of the model,"
        }
    }

    /// A wait to the tenth of a second.
    private static func text(_ wait: Duration) -> String {
        let tenths = wait.inMicroseconds / 100_000 + (wait.inMicroseconds % 100_000 > 0 ? 1 : 0)
        return DurationText.format(.milliseconds(tenths * 100))
    }
}
