import HTTPServer
import JSON

extension HTTPResponse {
    /// A plain text.
    init(status: Int, text: String) {
        self.init(status: status, headers: [("Content-Type", "text/plain")], body: Array(text.utf8))
    }

    /// A JSON answer.
    init(status: Int, json: JSONValue) {
        self.init(status: status, headers: [("Content-Type", "application/json")], body: json.serialized())
    }

    /// An error in Langfuse's most common shape.
    static func langfuseError(_ status: Int, _ message: String, error: String? = nil) -> HTTPResponse {
        var object: JSONObject = ["message": .string(message)]
        object["error"] = error.map { .string($0) }
        return HTTPResponse(status: status, json: .object(object))
    }

    /// The 400 of a body that does not fit the schema.
    static func langfuseIssues(_ issues: [String]) -> HTTPResponse {
        HTTPResponse(
            status: 400,
            json: [
                "message": "Invalid request data",
                "error": .array(issues.map { ["code": "custom", "path": [], "message": .string($0)] }),
            ])
    }

    /// The 429, with the wait where it is asked for.
    static func langfuseRateLimit(header: Int?, body: Int?) -> HTTPResponse {
        var details: JSONObject = ["limit": 30, "remaining": 0]
        details["retryAfterSeconds"] = body.map { .integer(Int64($0)) }
        var response = HTTPResponse(
            status: 429,
            json: ["message": "Rate limit exceeded", "code": "rate_limited", "details": .object(details)])
        if let header { response.headers.append(("Retry-After", "\(header)")) }
        // Not an epoch number: clients that read it as one get it wrong.
        response.headers.append(("X-RateLimit-Reset", "Fri Nov 20 2026 10:00:00 GMT+0000 (Coordinated Universal Time)"))
        return response
    }

    /// Closes the connection instead of answering.
    static var dropped: HTTPResponse {
        var response = HTTPResponse(status: 500)
        response.dropsConnection = true
        return response
    }
}
