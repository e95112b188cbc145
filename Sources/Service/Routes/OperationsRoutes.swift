import HTTPServer
import JSON
import PrometheusMetrics

/// Probes, metrics, versions.
struct OperationsRoutes: Sendable {
    let health: Health
    let registry: PrometheusRegistry

    /// 200 as long as the process answers at all; looks at nothing else.
    func live() -> HTTPResponse { Self.text("ok\n") }

    /// 200 when work may be sent here, else 503; with `?verbose` every check by name.
    func ready(_ request: HTTPRequest) -> HTTPResponse {
        let checks = health.checks()
        let isReady = checks.allSatisfy(\.isPassing)
        let lines = checks.map { "[\($0.isPassing ? "+" : "-")] \($0.name): \($0.detail)\n" }.joined()
        let isVerbose = request.query("verbose") != nil
        let summary = isReady ? "ok\n" : "not ready\n"
        return Self.text(isVerbose || !isReady ? lines + summary : summary, status: isReady ? 200 : 503)
    }

    /// The metrics, in OpenMetrics when the scraper asks for it.
    func metrics(_ request: HTTPRequest) -> HTTPResponse {
        let format = ExpositionFormat.negotiate(accept: request.headers["accept"])
        return HTTPResponse(
            status: 200, headers: [("Content-Type", format.contentType)], body: registry.render(format: format))
    }

    /// The versions of the service and its libraries.
    func version() -> HTTPResponse { .json(VersionInfo.json.serialized()) }

    /// The description of this interface.
    func openAPI() -> HTTPResponse {
        HTTPResponse(status: 200, headers: [("Content-Type", "application/yaml")], body: EmbeddedFile.openAPI)
    }

    private static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")],
            body: Array(text.utf8))
    }
}
