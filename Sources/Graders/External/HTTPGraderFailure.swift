import Evaluation
import HTTPClient
import Timing

/// Words what went wrong between this service and a grader of one's own. No word of the other side is passed on: it may
/// repeat what it was sent.
enum HTTPGraderFailure {
    /// The failure of a request without an answer.
    static func failure(of error: TransferError) -> GradeFailure {
        let code: GradeFailure.Code =
            switch error.code {
            case .timeout: .timeout
            case .responseTooLarge: .limitExceeded
            case .invalidURL: .invalidInput
            case .nameResolution, .connect, .tls, .connectionLost, .cancelled, .shutdown, .proto: .unavailable
            }
        // A cancelled request says nothing about the sample: it may be judged after the restart.
        let isTransient = error.isTransient || error.code == .cancelled || error.code == .shutdown
        return GradeFailure(code: code, message: error.message, isTransient: isTransient)
    }

    /// The failure of an answer whose status is not 200.
    static func failure(of response: ClientResponse, from host: String, now: Timestamp) -> GradeFailure {
        let (code, isTransient, cure): (GradeFailure.Code, Bool, String) =
            switch response.status {
            case 300..<400: (.unavailable, false, "; redirects are not followed, set `url` to where it leads")
            case 401, 403: (.auth, false, "; compare `secret` with the one over there, and the clocks")
            case 408, 504: (.timeout, true, "")
            case 413: (.limitExceeded, false, "; the request was too long for it")
            case 429: (.rateLimited, true, "; lower `max_concurrency`")
            case 425, 500...: (.unavailable, true, "")
            case 400..<500: (.refused, false, "; check `url` and what it says in its log")
            default: (.unavailable, false, "; a verdict comes with status 200")
            }
        let retryAfter = response.header("Retry-After").flatMap { RetryAfter.parse($0, now: now) }
        return GradeFailure(
            code: code, message: "\(host) answered \(response.status)\(cure)",
            retryAfter: isTransient ? retryAfter : nil, isTransient: isTransient)
    }
}
