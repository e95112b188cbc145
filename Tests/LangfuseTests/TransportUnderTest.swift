import HTTPClient
import Timing

/// Runs `body` with the transport all tests of this module go by: real connections over loopback.
func withTransport<Result>(_ body: (any HTTPTransport) async throws -> Result) async throws -> Result {
    let transport = try CurlTransport()
    do {
        let result = try await body(transport)
        await transport.shutdown()
        return result
    } catch {
        await transport.shutdown()
        throw error
    }
}
