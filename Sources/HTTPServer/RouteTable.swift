/// What a router knows. It never changes: adding a route makes another table.
final class RouteTable: Sendable {
    /// What answers one method of a resource. Its pattern may name the parameters in its own way.
    final class Endpoint: Sendable {
        let pattern: RoutePattern
        let handler: Router.Handler

        init(pattern: RoutePattern, handler: @escaping Router.Handler) {
            self.pattern = pattern
            self.handler = handler
        }
    }

    /// Everything under one shape of path.
    private struct Resource: Sendable {
        let pattern: RoutePattern
        private var endpoints: [(method: String, endpoint: Endpoint)] = []

        init(_ pattern: RoutePattern) {
            self.pattern = pattern
        }

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

    /// What a look-up finds.
    enum Match {
        case endpoint(Endpoint, PathParameters)
        /// No endpoint; the methods that the path does have, none when there is no such path.
        case refused(allowed: [String])
    }

    /// The routes in the order added.
    let routes: [Router.Route]
    /// Who hears of the answers.
    let observer: (any RouterObserver)?
    /// What words the refusals.
    let problem: @Sendable (RoutingProblem, HTTPRequest) -> HTTPResponse
    private let staticResources: [String: Resource]
    private let patternResources: [Resource]

    /// Creates an empty table.
    init(observer: (any RouterObserver)?, problem: @escaping @Sendable (RoutingProblem, HTTPRequest) -> HTTPResponse) {
        routes = []
        self.observer = observer
        self.problem = problem
        staticResources = [:]
        patternResources = []
    }

    private init(
        _ base: RouteTable, _ route: Router.Route, _ staticResources: [String: Resource],
        _ patternResources: [Resource]
    ) {
        routes = base.routes + [route]
        observer = base.observer
        problem = base.problem
        self.staticResources = staticResources
        self.patternResources = patternResources
    }

    /// The same table with one more route.
    func adding(_ route: Router.Route, _ handler: @escaping Router.Handler) -> RouteTable {
        let pattern = RoutePattern(route.pattern)
        let endpoint = Endpoint(pattern: pattern, handler: handler)
        var (fixed, open) = (staticResources, patternResources)
        if pattern.isStatic {
            fixed[route.pattern, default: Resource(pattern)].add(route.method, endpoint)
        } else if let index = open.firstIndex(where: { $0.pattern.shape == pattern.shape }) {
            open[index].add(route.method, endpoint)
        } else {
            var resource = Resource(pattern)
            resource.add(route.method, endpoint)
            open.insert(resource, at: open.firstIndex { pattern.precedes($0.pattern) } ?? open.endIndex)
        }
        return RouteTable(self, route, fixed, open)
    }

    /// Finds what answers a method and a path as sent.
    func match(_ method: String, encodedPath path: String) -> Match {
        let resource = staticResource(path)
        if let endpoint = resource?.endpoint(method) {
            return .endpoint(endpoint, PathParameters(names: [], values: []))
        }
        var allowed = resource?.methods ?? []
        for resource in patternResources {
            guard let values = resource.pattern.match(encodedPath: path) else { continue }
            if let endpoint = resource.endpoint(method) {
                return .endpoint(endpoint, PathParameters(names: endpoint.pattern.names, values: values))
            }
            allowed += resource.methods
        }
        return .refused(allowed: allowed)
    }

    private func staticResource(_ path: String) -> Resource? {
        guard PercentEncoding.isEncoded(path) else { return staticResources[path] }
        // Rare and slow: segment by segment, so that an encoded slash does not pass for a plain one.
        return staticResources.values.first { $0.pattern.match(encodedPath: path) != nil }
    }
}
