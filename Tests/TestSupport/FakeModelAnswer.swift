import HTTPServer
package import JSON

/// What a fake model server does with one call.
package struct FakeModelAnswer: Sendable {
    /// The answer; nil lets the call hang.
    let response: HTTPResponse?

    private init(_ response: HTTPResponse?) { self.response = response }

    /// Answers with a status, header fields and a body as they are.
    package static func raw(
        status: Int = 200, headers: [(name: String, value: String)] = [], body: String
    ) -> Self {
        Self(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    /// Answers with JSON.
    package static func json(
        status: Int = 200, headers: [(name: String, value: String)] = [], _ value: JSONValue
    ) -> Self {
        raw(status: status, headers: headers + [("Content-Type", "application/json")], body: value.text)
    }

    /// A chat completion whose message has these members.
    package static func message(
        _ message: JSONValue, finishReason: String? = "stop", promptTokens: Int = 10, completionTokens: Int = 5
    ) -> Self {
        json([
            "id": "chatcmpl-1", "object": "chat.completion", "model": "fake-1",
            "choices": [["index": 0, "message": message, "finish_reason": finishReason.map { .string($0) } ?? .null]],
            "usage": [
                "prompt_tokens": .integer(Int64(promptTokens)), "completion_tokens": .integer(Int64(completionTokens)),
            ],
        ])
    }

    /// A reply.
    package static func text(
        _ text: String, finishReason: String? = "stop", promptTokens: Int = 10, completionTokens: Int = 5
    ) -> Self {
        message(
            ["role": "assistant", "content": .string(text)], finishReason: finishReason, promptTokens: promptTokens,
            completionTokens: completionTokens)
    }

    /// A verdict as judges want it.
    package static func verdict(_ score: JSONValue, reason: String = "because") -> Self {
        text((["reason": .string(reason), "score": score] as JSONValue).text)
    }

    /// A reply cut off at its token limit.
    package static func truncated(_ text: String = #"{"reason": "the answer is"#) -> Self {
        self.text(text, finishReason: "length")
    }

    /// A refusal as OpenAI marks it.
    package static func refusal(_ text: String = "I cannot help with that.") -> Self {
        message(["role": "assistant", "content": nil, "refusal": .string(text)])
    }

    /// An error as OpenAI words it.
    package static func error(
        _ status: Int, code: String? = nil, type: String? = nil, parameter: String? = nil, message: String = "No.",
        retryAfter: String? = nil
    ) -> Self {
        json(
            status: status, headers: retryAfter.map { [(name: "Retry-After", value: $0)] } ?? [],
            [
                "error": [
                    "message": .string(message), "type": type.map { .string($0) } ?? .null,
                    "param": parameter.map { .string($0) } ?? .null, "code": code.map { .string($0) } ?? .null,
                ]
            ])
    }

    /// 429, with or without `Retry-After`.
    package static func rateLimited(retryAfter: String? = nil) -> Self {
        error(429, code: "rate_limit_exceeded", message: "Too many requests.", retryAfter: retryAfter)
    }

    /// 500.
    package static let serverError = error(500, type: "server_error", message: "The server had an error.")

    /// 400: the model does not take this type of `response_format`.
    package static func unsupportedFormat(_ type: String) -> Self {
        error(
            400, parameter: "response_format",
            message: "Invalid parameter: 'response_format' of type '\(type)' is not supported with this model.")
    }

    /// 400: the model does not take a parameter.
    package static func unsupported(_ parameter: String) -> Self {
        error(
            400, code: "unsupported_parameter", type: "invalid_request_error", parameter: parameter,
            message: "Unsupported parameter: '\(parameter)' is not supported with this model.")
    }

    /// 200 with a page of a proxy in place of JSON.
    package static let garbage = raw(headers: [("Content-Type", "text/html")], body: "<html>Sign in</html>")

    /// 200 with JSON that is no chat completion.
    package static let wrongJSON = json(["ok": true])

    /// A well-formed reply of at least so many bytes.
    package static func huge(bytes: Int) -> Self { text(String(repeating: "x", count: bytes)) }

    /// Closes the connection without an answer.
    package static let drop: Self = {
        var response = HTTPResponse(status: 200)
        response.dropsConnection = true
        return Self(response)
    }()

    /// No answer until `FakeModelServer.release` is called.
    package static let hang = Self(nil)
}
