import HTTPClient

/// Runs `body` with the transport all tests of this module go by: real connections over loopback.
func withTransport<Result>(_ body: (any HTTPTransport) async throws -> Result) async throws -> Result {
    let transport = CurlTransport()
    defer { transport.shutdown() }
    return try await body(transport)
}
