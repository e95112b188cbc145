import HTTPServer
import TestSupport

extension ListenerConfiguration {
    /// The defaults with some of them changed.
    static func make(_ change: (inout Self) -> Void = { _ in }) -> Self {
        var configuration = Self()
        change(&configuration)
        return configuration
    }
}

extension TestServer {
    /// Sends the text on a connection of its own and reads one answer.
    func exchange(_ text: String, isHead: Bool = false) async throws -> RawResponse {
        let client = try RawConnection(port: port)
        await client.send(text)
        return try await client.response(isHead: isHead)
    }
}

/// Answers with the body it was sent.
let echo = ClosureHandler { request in HTTPResponse(status: 200, body: request.body) }

/// Bytes from their hexadecimal digits.
func bytes(hex: String) -> [UInt8] {
    stride(from: 0, to: hex.utf8.count, by: 2).map { offset in
        UInt8(hex.dropFirst(offset).prefix(2), radix: 16)!
    }
}
