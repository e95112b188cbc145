import HTTPServer
import Logging
import PrometheusMetrics

/// Makes the listeners: one for all, or a second one for operators when `admin.listen` is set.
enum Listeners {
    static func make(_ pipeline: Pipeline, _ logger: Logger) -> (main: HTTPListener, admin: HTTPListener?) {
        let configuration = pipeline.configuration
        guard let address = configuration.admin.listen else {
            let router = router(pipeline) {
                pipeline.routes.addPublic(to: &$0)
                pipeline.routes.addAdmin(to: &$0)
            }
            return (listener(configuration.server, at: configuration.server.listen, router, logger), nil)
        }
        let events = router(pipeline) { pipeline.routes.addPublic(to: &$0) }
        let admin = router(pipeline) { pipeline.routes.addAdmin(to: &$0) }
        return (
            listener(configuration.server, at: configuration.server.listen, events, logger),
            listener(configuration.server, at: address, admin, logger)
        )
    }

    /// A router whose observer knows the routes that `fill` adds.
    private static func router(_ pipeline: Pipeline, _ fill: (inout Router) -> Void) -> Router {
        var plain = Router()
        fill(&plain)
        let metrics = HTTPMetrics(
            routes: plain.routes.map(\.pattern), factory: PrometheusMetricsFactory(registry: pipeline.registry))
        var router = Router(observer: metrics) { problem, request in
            Problem(routing: problem, request).response
        }
        fill(&router)
        return router
    }

    private static func listener(
        _ server: ServerConfiguration, at address: ListenAddress, _ router: Router, _ logger: Logger
    ) -> HTTPListener {
        var settings = ListenerConfiguration()
        settings.address = address.host
        settings.port = address.port
        if server.threads > 0 { settings.threads = server.threads }
        settings.maximumBodyBytes = server.maximumBodyBytes
        settings.maximumBufferedBytes = server.maximumBufferedBytes
        settings.maximumConnections = server.maximumConnections
        settings.maximumConnectionsPerAddress = server.maximumConnectionsPerAddress
        settings.headerTimeout = server.headerTimeout
        settings.bodyTimeout = server.bodyTimeout
        settings.keepAliveTimeout = server.keepAliveTimeout
        settings.answerTimeout = server.answerTimeout
        settings.unanswered = { ServiceLog.unanswered(logger, $0) }
        settings.refusal = { Problem(refusal: $0).response }
        return HTTPListener(configuration: settings, handler: router)
    }
}
