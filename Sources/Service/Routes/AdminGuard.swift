import Cryptography
import HTTPServer

/// Decides who may use the reading routes and `/v1/grade`: the holder of the token, or without a token this machine.
struct AdminGuard: Sendable {
    private let token: Secret?

    init(token: Secret?) {
        self.token = token
    }

    /// Returns the refusal of `request`, or nil when it may pass.
    func refusal(of request: HTTPRequest) -> Problem? {
        guard let token else {
            guard !request.isLoopback else { return nil }
            return Problem(.forbidden, "without `admin.token` in the configuration this route answers only on loopback")
        }
        guard let header = request.headers["authorization"] else {
            return Problem(.unauthorized, "send `Authorization: Bearer` with the admin token")
        }
        let prefix = "bearer "
        guard header.lowercased().hasPrefix(prefix), token.matches(header.utf8.dropFirst(prefix.utf8.count)) else {
            return Problem(.unauthorized, "the token in `Authorization` is not the admin token")
        }
        return nil
    }
}
