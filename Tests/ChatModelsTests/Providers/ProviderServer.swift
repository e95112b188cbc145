import HTTPServer
import JSON
import Synchronization
import TestSupport

/// Keeps every call as it came over the wire and lets a fake server answer it.
final class ProviderServer: HTTPHandler {
    /// Decides what is answered, and can hold calls.
    let fake: FakeModelServer
    private let kept = Mutex<[ProviderCall]>([])

    init(_ fake: FakeModelServer) { self.fake = fake }

    /// Every call so far, in order of arrival.
    var calls: [ProviderCall] { kept.withLock { $0 } }

    func handle(_ request: HTTPRequest, respond: @escaping @Sendable (HTTPResponse) -> Void) {
        let call = ProviderCall(
            path: request.encodedPath, query: request.query.map { "\($0.name)=\($0.value)" }, headers: request.headers,
            body: (try? JSONValue(parsing: request.body)) ?? .null)
        kept.withLock { $0.append(call) }
        fake.handle(request, respond: respond)
    }
}
