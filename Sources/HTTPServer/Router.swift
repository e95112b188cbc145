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

    private var staticResources: [String: Resource] = [:]
    private var patternResources: [Resource] = []
    private let observer: (any RouterObserver)?
    private let problem: @Sendable (RoutingProblem, HTTPRequest) -> HTTPResponse

    /// The routes in the order added.
    package private(set) var routes: [Route] = []

    /// Creates a router without routes; `problem` makes the body for 404 and 405.
    package init(
        observer: (any RouterObserver)? = nil,
        problem: @escaping @Sendable (RoutingProblem, HTTPRequest) -> HTTPResponse = { problem, _ in
            HTTPResponse(status: problem.status)
        }
    ) {
        self.observer = observer
        self.problem = problem
    }

    /// Adds a route. Adding the same method and shape of path twice is a programming error.
    ///
    /// A literal segment wins over a parameter at the same place, whatever the order of adding.
    package mutating func on(_ method: String, _ text: String, _ handler: @escaping Handler) {
        let pattern = RoutePattern(text)
        let endpoint = Endpoint(pattern: pattern, handler: handler)
        routes.append(Route(method: method, pattern: text))
        if pattern.isStatic {
            staticResources[text, default: Resource(pattern)].add(method, endpoint)
        } else if let index = patternResources.firstIndex(where: { $0.pattern.shape == pattern.shape }) {
            patternResources[index].add(method, endpoint)
        } else {
            var resource = Resource(pattern)
            resource.add(method, endpoint)
            let index = patternResources.firstIndex { pattern.precedes($0.pattern) } ?? patternResources.endIndex
            patternResources.insert(resource, at: index)
        }
    }

    package func handle(_ request: HTTPRequest, respond: @escaping Respond) {
        let resource = staticResource(request)
        if let endpoint = resource?.endpoint(request.method) {
            return run(endpoint, request, PathParameters(names: [], values: []), respond)
        }
        var allowed = resource?.methods ?? []
        for resource in patternResources {
            guard let values = resource.pattern.match(encodedPath: request.encodedPath) else { continue }
            if let endpoint = resource.endpoint(request.method) {
                return run(endpoint, request, PathParameters(names: endpoint.pattern.names, values: values), respond)
            }
            allowed += resource.methods
        }
        refuse(request, allowed: allowed, observed(request, Self.noRoute, respond))
    }

    private func staticResource(_ request: HTTPRequest) -> Resource? {
        let path = request.encodedPath
        guard path.utf8.contains(UInt8(ascii: "%")) else { return staticResources[path] }
        // Rare and slow: segment by segment, so that an encoded slash does not pass for a plain one.
        return staticResources.values.first { $0.pattern.match(encodedPath: path) != nil }
    }

    private func run(
        _ endpoint: Endpoint, _ request: HTTPRequest, _ parameters: PathParameters, _ respond: @escaping Respond
    ) {
        endpoint.handler(request, parameters, observed(request, endpoint.pattern.text, respond))
    }

    private func refuse(_ request: HTTPRequest, allowed: [String], _ respond: Respond) {
        guard !allowed.isEmpty else { return respond(problem(.notFound, request)) }
        let all = Set(allowed + (allowed.contains("GET") ? ["HEAD"] : []) + ["OPTIONS"]).sorted()
        let isOptions = request.method == "OPTIONS"
        var response =
            isOptions ? HTTPResponse(status: 204) : problem(.methodNotAllowed(allowed: all), request)
        response.headers.append(("Allow", all.joined(separator: ", ")))
        respond(response)
    }

    /// Wraps `respond` so that the observer hears of the answer; without an observer there is nothing to pay.
    private func observed(_ request: HTTPRequest, _ route: String, _ respond: @escaping Respond) -> Respond {
        guard let observer else { return respond }
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

extension Router {
    /// What answers one method of a resource. Its pattern may name the parameters in its own way.
    private struct Endpoint: Sendable {
        let pattern: RoutePattern
        let handler: Handler
    }

    /// Everything under one shape of path.
    private struct Resource: Sendable {
        let pattern: RoutePattern
        private var endpoints: [(method: String, endpoint: Endpoint)] = []

        init(_ pattern: RoutePattern) {
            self.pattern = pattern
        }

        /// The methods that have a handler.
        var methods: [String] { endpoints.map(\.method) }

        mutating func add(_ method: String, _ endpoint: Endpoint) {
            precondition(!methods.contains(method), "the route \(method) \(endpoint.pattern.text) is there already")
            endpoints.append((method, endpoint))
        }

        func endpoint(_ method: String) -> Endpoint? {
            for entry in endpoints where entry.method == method { return entry.endpoint }
            return method == "HEAD" ? endpoint("GET") : nil
        }
    }
}
