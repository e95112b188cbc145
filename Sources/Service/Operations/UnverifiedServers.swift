import Logging
import PrometheusMetrics
import Synchronization

/// Says, wherever an operator may look, which servers need not prove who they are: a warning at each start and reload, a
/// gauge, and a line of `/readyz?verbose`.
final class UnverifiedServers: Sendable {
    private let names: Mutex<[String]>
    private let logger: Logger

    /// Warns of those of `configuration`.
    init(_ configuration: Configuration, _ logger: Logger) {
        names = Mutex([])
        self.logger = logger
        replace(langfuse: configuration, models: configuration)
    }

    /// Puts others in their place and warns of them: a reload changes models, but not Langfuse.
    func replace(langfuse: Configuration, models: Configuration) {
        let list = langfuse.unverifiedLangfuse + models.unverifiedModels
        names.withLock { $0 = list }
        for name in list {
            logger.warning(
                "TLS certificates are not verified; whoever is on the way reads and changes everything, keys included",
                metadata: ["server": "\(name)"])
        }
    }

    /// The line of readiness; none when every server is verified.
    func checks() -> [Health.Check] {
        let names = names.withLock { $0 }
        guard !names.isEmpty else { return [] }
        return [
            Health.Check(
                name: "tls", isPassing: true,
                detail: "certificates are not verified (`verify: false`): \(names.joined(separator: ", "))")
        ]
    }

    /// Adds the gauge, read when somebody asks for it.
    func collect(into registry: PrometheusRegistry) {
        registry.collect { samples in
            for name in self.names.withLock({ $0 }) {
                samples.gauge("gradehook_tls_unverified", 1, labels: [("server", name)])
            }
        }
    }
}
