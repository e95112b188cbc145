import CoreMetrics
import Langfuse

/// Counts what goes to Langfuse, and tells `Health` what the server said of itself.
struct LangfuseMetrics: LangfuseObserver {
    private let requests: LabelledMetric<Counter>
    private let batchSize: Recorder
    private let health: Health

    init(factory: any MetricsFactory & Sendable, health: Health) {
        requests = LabelledMetric(["mode", "outcome"]) {
            Counter(label: "gradehook_langfuse_requests_total", dimensions: $0, factory: factory)
        }
        batchSize = Recorder(label: "gradehook_langfuse_batch_size", factory: factory)
        self.health = health
    }

    func scoresSent(_ report: ScoreRequestReport) {
        requests[report.mode.rawValue, report.outcome.rawValue].increment()
        batchSize.record(report.scores)
    }

    func sinkPaused(for duration: Duration) {
        health.langfuse("paused")
    }

    func probed(_ result: Result<ServerGeneration, LangfuseError>) {
        switch result {
        case .success(let server): health.langfuse("version \(server.version.map { "\($0)" } ?? "unknown")")
        // One word: anybody may read it, and the sentence names the server. The log has that.
        case .failure(let error): health.langfuse(error.code == .unauthorized ? "unauthorized" : "away")
        }
    }
}
