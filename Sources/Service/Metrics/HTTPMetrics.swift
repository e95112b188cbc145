import CoreMetrics
import HTTPServer

/// Counts requests by route and status. Routes come from the router's own closed set.
///
/// The counters of a route are found without a lock: the table of routes is fixed, and a status has its place in it.
final class HTTPMetrics: RouterObserver {
    private final class RouteMetrics: Sendable {
        let duration: Timer
        let statuses: LabelledMetric<Counter>
        /// The counter of the status nearly every request of the route gets.
        let accepted: Counter

        init(route: String, factory: any MetricsFactory & Sendable) {
            duration = Timer(
                label: "gradehook_http_request_duration_seconds", dimensions: [("route", route)], factory: factory)
            statuses = LabelledMetric(["code"]) {
                Counter(label: "gradehook_http_requests_total", dimensions: [("route", route)] + $0, factory: factory)
            }
            accepted = statuses["202"]
        }
    }

    private let routes: [String: RouteMetrics]
    private let other: RouteMetrics

    init(routes: [String], factory: any MetricsFactory & Sendable) {
        var table: [String: RouteMetrics] = [:]
        for route in routes where table[route] == nil { table[route] = RouteMetrics(route: route, factory: factory) }
        self.routes = table
        other = RouteMetrics(route: Router.noRoute, factory: factory)
    }

    func requestFinished(route: String, method: String, status: Int, duration: Duration) {
        let metrics = routes[route] ?? other
        metrics.duration.recordNanoseconds(duration.inNanoseconds)
        if status == 202 { metrics.accepted.increment() } else { metrics.statuses[String(status)].increment() }
    }
}

extension Duration {
    /// The length in whole nanoseconds; request times never come near the limit.
    fileprivate var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
    }
}
