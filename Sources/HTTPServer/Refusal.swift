/// Why the listener answered a request without asking the handler.
package enum Refusal: Sendable, Equatable {
    /// The body is, or says it is, longer than `limit` bytes.
    case bodyTooLarge(limit: Int)
    /// Both Content-Length and Transfer-Encoding: two readers might disagree where the request ends (RFC 9112, 6.1).
    case lengthAndTransferEncoding
    /// More than one Content-Length, or one that is no number (RFC 9112, 6.3).
    case malformedContentLength
    /// A transfer coding other than `chunked` (RFC 9112, 6.1).
    case unsupportedTransferEncoding
    /// An `Expect` other than `100-continue` (RFC 9110, 10.1.1).
    case expectationFailed
    /// A version of HTTP other than 1.0 and 1.1.
    case unsupportedVersion
    /// The header section did not end within the header timeout.
    case headerTimeout
    /// The body did not end within the body timeout.
    case bodyTimeout
    /// A header section that is not HTTP; the text says what about it.
    case malformed(String)
    /// The bodies of all requests together take as much memory as they may.
    case bodyMemoryExhausted
    /// The handler did not answer within the answer timeout.
    case answerTimeout
    /// The listener is being stopped.
    case stopping
    /// The handler's answer has a header field or a status code that cannot be sent.
    case invalidResponse

    /// The status code that belongs to the refusal.
    package var status: Int {
        switch self {
        case .bodyTooLarge: 413
        case .lengthAndTransferEncoding, .malformedContentLength, .malformed: 400
        case .unsupportedTransferEncoding: 501
        case .expectationFailed: 417
        case .headerTimeout, .bodyTimeout: 408
        case .unsupportedVersion: 505
        case .bodyMemoryExhausted, .stopping: 503
        case .answerTimeout: 504
        case .invalidResponse: 500
        }
    }

    /// One sentence for the one who sent the request.
    package var message: String {
        switch self {
        case .bodyTooLarge(let limit): "The body is larger than the limit of \(limit) bytes."
        case .lengthAndTransferEncoding: "A request may not carry both Content-Length and Transfer-Encoding."
        case .malformedContentLength: "Content-Length must be given once, as a decimal number."
        case .unsupportedTransferEncoding: "The only transfer coding understood is chunked."
        case .expectationFailed: "The only expectation understood is 100-continue."
        case .headerTimeout: "The header section took too long to arrive."
        case .bodyTimeout: "The body took too long to arrive."
        case .malformed(let what): "The request is malformed: \(what)."
        case .unsupportedVersion: "The versions understood are HTTP/1.0 and HTTP/1.1."
        case .bodyMemoryExhausted: "Too many bodies are arriving at this moment; send the request again."
        case .answerTimeout: "No answer to this request was found in time."
        case .stopping: "The server is stopping."
        case .invalidResponse: "The answer to this request could not be sent."
        }
    }

    /// When it makes sense to send the request again; nil when it does not.
    package var retryAfter: Duration? {
        switch self {
        // Bodies come and go within a second, unless somebody holds the memory on purpose.
        case .bodyMemoryExhausted: .seconds(1)
        case .stopping: .seconds(5)
        default: nil
        }
    }

    /// The message as plain text, under the refusal's status.
    package var plainResponse: HTTPResponse {
        var headers = [(name: "Content-Type", value: "text/plain")]
        if let retryAfter { headers.append(("Retry-After", String(retryAfter.components.seconds))) }
        return HTTPResponse(status: status, headers: headers, body: Array((message + "\n").utf8))
    }
}
