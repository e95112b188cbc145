/// Why a router has no handler for a request.
package enum RoutingProblem: Sendable, Equatable {
    /// No route has the path: 404.
    case notFound
    /// Routes have the path but none the method: 405. The router adds the `Allow` header field itself.
    case methodNotAllowed(allowed: [String])

    /// The status code that belongs to the problem.
    package var status: Int {
        switch self {
        case .notFound: 404
        case .methodNotAllowed: 405
        }
    }
}
