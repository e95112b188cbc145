import HTTPServer
import JSON

/// An error as the caller hears it: a problem document (RFC 9457) with a stable code.
struct Problem: Sendable, Equatable {
    /// The stable codes; part of the contract.
    enum Code: String, Sendable, CaseIterable {
        case malformedJSON = "malformed_json"
        case badRequest = "bad_request"
        case signatureMissing = "signature_missing"
        case signatureMismatch = "signature_mismatch"
        case timestampOutOfTolerance = "timestamp_out_of_tolerance"
        case unauthorized
        case forbidden
        case notFound = "not_found"
        case methodNotAllowed = "method_not_allowed"
        case requestTimeout = "request_timeout"
        case bodyTooLarge = "body_too_large"
        case unsupportedMediaType = "unsupported_media_type"
        case expectationFailed = "expectation_failed"
        case invalidEvent = "invalid_event"
        case rateLimited = "rate_limited"
        case queueFull = "queue_full"
        case draining
        case unavailable
        case `internal`
        case notImplemented = "not_implemented"
        case answerTimeout = "answer_timeout"
        case unsupportedVersion = "unsupported_version"

        /// The status a code goes out with.
        var status: Int {
            switch self {
            case .malformedJSON, .badRequest: 400
            case .signatureMissing, .signatureMismatch, .timestampOutOfTolerance, .unauthorized: 401
            case .forbidden: 403
            case .notFound: 404
            case .methodNotAllowed: 405
            case .requestTimeout: 408
            case .bodyTooLarge: 413
            case .unsupportedMediaType: 415
            case .expectationFailed: 417
            case .invalidEvent: 422
            case .rateLimited: 429
            case .internal: 500
            case .notImplemented: 501
            case .answerTimeout: 504
            case .unsupportedVersion: 505
            case .queueFull, .draining, .unavailable: 503
            }
        }

        /// The summary that is the same for every occurrence.
        var title: String {
            switch self {
            case .malformedJSON: "The body is not JSON"
            case .badRequest: "The request makes no sense"
            case .signatureMissing: "The delivery is not signed"
            case .signatureMismatch: "The signature does not hold"
            case .timestampOutOfTolerance: "The signature is too old or from the future"
            case .unauthorized: "A token is needed"
            case .forbidden: "Not from here"
            case .notFound: "There is nothing here"
            case .methodNotAllowed: "Not with this method"
            case .requestTimeout: "The request took too long to arrive"
            case .bodyTooLarge: "The body is too large"
            case .unsupportedMediaType: "The body is of a type that is not read"
            case .expectationFailed: "The expectation cannot be met"
            case .invalidEvent: "The event is not valid"
            case .rateLimited: "Too many requests"
            case .queueFull: "The queue is full"
            case .draining: "The service is shutting down"
            case .unavailable: "The service cannot do this now"
            case .internal: "Something went wrong inside"
            case .notImplemented: "The request uses a coding that is not understood"
            case .answerTimeout: "The answer took too long"
            case .unsupportedVersion: "The request speaks another version of HTTP"
            }
        }
    }

    var code: Code
    /// What happened this time, and what to do.
    var detail: String
    /// The JSON Pointer of what is wrong in the body.
    var pointer: String?
    /// When to come back.
    var retryAfter: Duration?
    /// Further members, e.g. the verdict for each event of a batch.
    var extensions: JSONObject = [:]
    /// What a 401 asks for; deliveries are signed, readers bring a token.
    var challenge: String { code == .unauthorized || wantsToken ? "Bearer" : "Signature" }
    /// Whether the source is one that sends a bearer token instead of a signature.
    var wantsToken = false
    /// Further header fields, e.g. `Allow`.
    var headers: [(name: String, value: String)] = []

    init(_ code: Code, _ detail: String, pointer: String? = nil, retryAfter: Duration? = nil) {
        self.code = code
        self.detail = detail
        self.pointer = pointer
        self.retryAfter = retryAfter
    }

    static func == (left: Self, right: Self) -> Bool { left.code == right.code && left.detail == right.detail }

    /// The problem as an answer.
    var response: HTTPResponse {
        var object: JSONObject = [
            "type": "about:blank", "title": .string(code.title), "status": .integer(Int64(code.status)),
            "code": .string(code.rawValue), "detail": .string(detail),
        ]
        object["pointer"] = pointer.map { .string($0) }
        for (key, value) in extensions.members { object[key] = value }
        var fields = headers + [("Content-Type", "application/problem+json")]
        if let retryAfter { fields.append(("Retry-After", String(Self.wholeSeconds(retryAfter)))) }
        // RFC 9110, 11.6.1: a 401 names the scheme it wants.
        if code.status == 401 { fields.append(("WWW-Authenticate", challenge)) }
        return HTTPResponse(status: code.status, headers: fields, body: JSONValue.object(object).serialized())
    }

    /// Rounds up: a caller that comes back early is refused again.
    private static func wholeSeconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return max(1, seconds + (attoseconds > 0 ? 1 : 0))
    }
}
