/// Hands each request to the handler of its method and path.
///
/// `HEAD` is served by the route for `GET` unless it has one of its own; `OPTIONS` is answered with 204 and `Allow`.
package struct Router: HTTPHandler {
    /// Answers a request of one route.
    package typealias Handler =
        @Sendable (_ request: HTTPRequest, _ parameters: PathParameters, _ respond: @escaping Respond) -> Void
    /// Takes the answer, once, from any thread.
    package typealias Respond = @Sendable (HTTPResponse) -> Void

    /// A method and a path pattern.
    package struct Route: Sendable, Hashable {
        /// The method, e.g. `GET`.
        package let method: String
        /// The pattern, e.g. `/v1/events/{id}`.
        package let pattern: String
    }

    /// The route label of a request that no route answers.
    package static let noRoute = "none"
    /// The method label of a request with a method that no route answers.
    package static let otherMethod = "OTHER"

    // One reference, so that a router fits into an existential without a box.
    private var table: RouteTable

    /// The routes in the order added.
    package var routes: [Route] { table.routes }

    /// Creates a router without routes; `problem` makes the body for 404 and 405.
    package init(
        observer: (any RouterObserver)? = nil,
        problem: @escaping @Sendable (RoutingProblem, HTTPRequest) -> HTTPResponse = { problem, _ in
            HTTPResponse(status: problem.status)
        }
    ) {
        table = RouteTable(observer: observer, problem: problem)
    }

    /// Adds a route. Adding the same method and shape of path twice is a programming error.
    ///
    /// A literal segment wins over a parameter at the same place, whatever the order of adding.
    package mutating func on(_ method: String, _ pattern: String, _ handler: @escaping Handler) {
        table = table.adding(Route(method: method, pattern: pattern), handler)
    }

    package func handle(_ request: HTTPRequest, respond: @escaping Respond) {
        switch table.match(request.method, encodedPath: request.encodedPath) {
        case .endpoint(let endpoint, let parameters):
            endpoint.handler(request, parameters, observed(request, endpoint.pattern.text, respond))
        case .refused(let allowed):
            refuse(request, allowed: allowed, observed(request, Self.noRoute, respond))
        }
    }

    private func refuse(_ request: HTTPRequest, allowed: [String], _ respond: Respond) {
        guard !allowed.isEmpty else { return respond(table.problem(.notFound, request)) }
        let all = Set(allowed + (allowed.contains("GET") ? ["HEAD"] : []) + ["OPTIONS"]).sorted()
        let isOptions = request.method == "OPTIONS"
        var response = isOptions ? HTTPResponse(status: 204) : table.problem(.methodNotAllowed(allowed: all), request)
        response.headers.append(("Allow", all.joined(separator: ", ")))
        respond(response)
    }

    /// Wraps `respond` so that the observer hears of the answer; without an observer there is nothing to pay.
    private func observed(_ request: HTTPRequest, _ route: String, _ respond: @escaping Respond) -> Respond {
        guard let observer = table.observer else { return respond }
        let start = MonotonicClock.preciseNow()
        let method = label(of: request.method)
        return { response in
            let status = response.status
            respond(response)
            let elapsed = MonotonicClock.preciseNow() &- start
            observer.requestFinished(
                route: route, method: method, status: status, duration: .nanoseconds(Int64(clamping: elapsed)))
        }
    }

    private func label(of method: String) -> String {
        switch method {
        case "POST", "GET", "HEAD", "OPTIONS": method
        default: routes.contains { $0.method == method } ? method : Self.otherMethod
        }
    }
}
