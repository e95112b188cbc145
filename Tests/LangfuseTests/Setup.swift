import Cryptography
import Evaluation
import HTTPClient
import JSON
import Langfuse
import Synchronization
import TestSupport
import Timing

/// A Langfuse client in front of a stand-in server.
struct Setup: Sendable {
    let fake: FakeLangfuse
    var configuration: LangfuseConfiguration
    let transport: any HTTPTransport
    let clock: ManualClock
    let probe: LangfuseProbe
    let observer: Recorder

    var reader: LangfuseTraceReader {
        LangfuseTraceReader(configuration: configuration, transport: transport, probe: probe, time: clock)
    }

    var sink: LangfuseScoreSink {
        LangfuseScoreSink(
            configuration: configuration, transport: transport, probe: probe, time: clock, observer: observer)
    }
}

/// Starts `fake`, runs `body` with a client for it, and stops it.
///
/// Waits move the clock instead of lasting, unless a clock is given.
func withLangfuse<Result>(
    _ fake: FakeLangfuse, clock: ManualClock = ManualClock(advancesWhenSlept: true),
    configure: (inout LangfuseConfiguration) -> Void = { _ in }, _ body: (Setup) async throws -> Result
) async throws -> Result {
    try await withFakeLangfuse(fake) { fake, baseURL in
        try await withTransport { transport in
            var configuration = try LangfuseConfiguration(
                baseURL: baseURL, publicKey: fake.publicKey, secretKey: Secret(fake.secretKey))
            configure(&configuration)
            let observer = Recorder()
            let probe = LangfuseProbe(
                configuration: configuration, transport: transport, time: clock, observer: observer)
            return try await body(
                Setup(
                    fake: fake, configuration: configuration, transport: transport, clock: clock, probe: probe,
                    observer: observer))
        }
    }
}

/// Remembers what the client did.
final class Recorder: LangfuseObserver {
    private struct State {
        var reports: [ScoreRequestReport] = []
        var pauses: [Duration] = []
        var probes = 0
        var pending = 0
        var watcher: (count: Int, continuation: CheckedContinuation<Void, Never>)?
    }

    private let state = Mutex(State())

    var reports: [ScoreRequestReport] { state.withLock { $0.reports } }
    var pauses: [Duration] { state.withLock { $0.pauses } }
    var probes: Int { state.withLock { $0.probes } }

    func scoresSent(_ report: ScoreRequestReport) { state.withLock { $0.reports.append(report) } }
    func sinkPaused(for duration: Duration) { state.withLock { $0.pauses.append(duration) } }
    func probed(_ result: Result<ServerGeneration, LangfuseError>) { state.withLock { $0.probes += 1 } }

    func scoresPending(_ count: Int) {
        let reached = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.pending = count
            guard let watcher = state.watcher, count >= watcher.count else { return nil }
            state.watcher = nil
            return watcher.continuation
        }
        reached?.resume()
    }

    /// Suspends until at least `count` scores wait to be sent.
    func waitForPending(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.pending >= count { return true }
                state.watcher = (count, continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}

extension Score {
    static func make(
        id: String = "score-1", name: String = "quality", value: ScoreValue = .numeric(0.5),
        traceID: String = "trace-1", observationID: String? = nil,
        timestamp: Timestamp = Timestamp(microseconds: 1_795_251_600_123_456), comment: String? = nil,
        metadata: JSONObject = [:], environment: String? = nil, configID: String? = nil
    ) -> Score {
        Score(
            id: id, name: name, value: value, target: Target(traceID: traceID, observationID: observationID),
            timestamp: timestamp, comment: comment, metadata: metadata, environment: environment, configID: configID,
            grader: "grader-1")
    }
}

extension ScoreWriteOutcome {
    /// The reason of a refusal.
    var rejection: String? { if case .rejected(let reason) = self { reason } else { nil } }

    /// The reason for waiting.
    var unavailability: String? { if case .unavailable(let reason, _) = self { reason } else { nil } }

    /// When to come back.
    var retryAfter: Duration? { if case .unavailable(_, let wait) = self { wait } else { nil } }
}
