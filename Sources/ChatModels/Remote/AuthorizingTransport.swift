import HTTPClient
import Timing

/// Puts the provider's credentials on every attempt, and the provider's wait where the retries look for it.
struct AuthorizingTransport: HTTPTransport {
    let transport: any HTTPTransport
    let format: any WireFormat
    let time: any TimeSource

    func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse {
        var response = try await transport.execute(format.authorized(request, at: time.now()))
        if HTTPRetryPolicy.isTransient(status: response.status), response.header("Retry-After") == nil,
            case .fault(let fault) = format.answer(response), let wait = fault.retryAfter
        {
            response.headers.append(("Retry-After", String(max(0, Int(wait.inSeconds.rounded(.up))))))
        }
        return response
    }
}
