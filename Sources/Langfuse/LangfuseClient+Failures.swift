import Cryptography
import HTTPClient
import JSON
import Timing

extension LangfuseClient {
    /// The error for a transfer without an answer.
    func failure(of error: TransferError, _ action: String) -> LangfuseError {
        let code: LangfuseError.Code =
            switch error.code {
            case .cancelled, .shutdown: .cancelled
            case .responseTooLarge: .tooLarge
            case .invalidURL: .configuration
            // A certificate may be renewed while jobs wait, so that a failed handshake does not lose scores.
            case .nameResolution, .connect, .timeout, .connectionLost, .proto, .tls: .unavailable
            }
        return LangfuseError(code: code, message: "Langfuse at \(configuration.host): \(action): \(error.message)")
    }

    /// The error for an answer whose status says no.
    func failure(of response: ClientResponse, _ action: String) -> LangfuseError {
        let said = serverMessage(response)
        let status = response.status
        let (code, advice): (LangfuseError.Code, String) =
            switch status {
            case 401: (.unauthorized, "check public_key and secret_key, and that base_url is the region they belong to")
            case 403: (.unauthorized, "these keys may not do this; use the key pair of a project")
            case 404, 410: (.notFound, "")
            case 408, 422, 500...599: (.unavailable, "")
            case 413: (.tooLarge, "")
            case 429: (.rateLimited, "")
            case 300..<400: (.malformed, "a redirect is not followed; set base_url to where it leads")
            default: (.refused, "")
            }
        let message =
            "Langfuse at \(configuration.host): \(action) answered \(status)"
            + (said.isEmpty ? "" : " (\(said))") + (advice.isEmpty ? "" : "; \(advice)")
        return LangfuseError(code: code, message: message, retryAfter: retryAfter(response))
    }

    /// What the server says went wrong, in one short line without our keys.
    ///
    /// There is no single shape: `message`, then `error` (a string or a list), then the text itself.
    func serverMessage(_ response: ClientResponse) -> String {
        let json = try? JSONValue(parsing: response.body)
        var parts: [String] = []
        if let message = json?["message"]?.string { parts.append(message) }
        // Validation errors say "Invalid request data"; what was invalid stands in the list.
        if let issues = json?["error"]?.array {
            parts += issues.prefix(3).map { $0["message"]?.string ?? $0.text }
        } else if parts.isEmpty, let error = json?["error"]?.string {
            parts.append(error)
        }
        if parts.isEmpty {
            parts.append(json == nil ? String(decoding: response.body.prefix(400), as: UTF8.self) : "")
        }
        return clean(parts.joined(separator: ": "))
    }

    /// One line of at most 300 characters, without control characters and without our keys.
    func clean(_ text: String) -> String {
        var line = text
        for key in [configuration.secretKey.text, configuration.publicKey] {
            line = line.replacing(key, with: Secret.mask)
        }
        line = String(
            line.map { $0.isNewline || $0 == "\t" ? " " : $0 }.filter { $0.asciiValue.map { $0 >= 0x20 } ?? true })
        return line.count > 300 ? line.prefix(300) + "…" : line
    }

    /// How long the server wants to be left alone: the header, else the body's `details.retryAfterSeconds`.
    ///
    /// `X-RateLimit-Reset` is not used: it holds a JavaScript date text.
    private func retryAfter(_ response: ClientResponse) -> Duration? {
        guard response.status == 429 || response.status >= 500 else { return nil }
        if let header = response.header("Retry-After"), let wait = RetryAfter.parse(header, now: time.now()) {
            return wait
        }
        let details = try? JSONValue(parsing: response.body)["details"]
        guard let seconds = details?["retryAfterSeconds"]?.double, seconds >= 0, seconds < 1e9 else { return nil }
        return .seconds(seconds)
    }
}
