import ChatModels
import HTTPClient
import Judges
import Langfuse
import PrometheusMetrics
import Timing

/// Checks a configuration without touching the network or the disk.
package enum ConfigurationCheck {
    /// Builds everything a configuration describes and throws it away.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package static func run(_ configuration: Configuration) throws(ConfigurationError) {
        _ = try grading(configuration)
        let metrics = ServiceMetrics(
            factory: PrometheusMetricsFactory(registry: PrometheusRegistry()), clock: SystemClock())
        _ = try Pipeline.sources(configuration, metrics)
        _ = try Pipeline.langfuse(configuration, UnusedTransport(), SystemClock(), SilentLangfuseObserver())
    }

    /// Builds the graders and rules of a configuration over a transport that is never used; judges know the evaluation steps
    /// in `steps`.
    static func grading(
        _ configuration: Configuration, steps: StepLibrary? = nil
    ) throws(ConfigurationError) -> Grading {
        try GradingBuilder(
            transport: UnusedTransport(), clock: SystemClock(), observer: SilentChatModelObserver(), steps: steps
        ).build(configuration)
    }
}

/// A transport for building what is never run.
struct UnusedTransport: HTTPTransport {
    func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse {
        throw TransferError(code: .shutdown, message: "nothing is sent while a configuration is checked")
    }
}
