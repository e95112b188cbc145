import Evaluation
import HTTPClient
import JSON
import Synchronization
import Timing

/// Sends batches of scores by the best way the server takes, and finds out what became of each.
///
/// The ways are tried in the order of `ScoreWriteMode`; one that a server does not know is not tried again until the
/// server has been asked anew what it is.
final class ScoreSender: Sendable {
    private struct Learnt {
        /// The best mode left on the server that was probed then; nil while nothing was ruled out.
        var mode: ScoreWriteMode?
        var probedAt: Timestamp?
        var takesArrays = false
        var nextProbe: Timestamp?
    }

    let client: LangfuseClient
    let pause: SinkPause
    private let probe: LangfuseProbe
    private let observer: any LangfuseObserver
    private let learnt = Mutex(Learnt())
    private let backoff = ExponentialBackoff(base: .milliseconds(500), factor: 2, cap: .seconds(10))

    init(client: LangfuseClient, probe: LangfuseProbe, observer: any LangfuseObserver) {
        self.client = client
        self.probe = probe
        self.observer = observer
        pause = SinkPause(time: client.time)
    }

    private var limits: LangfuseConfiguration.Batching { client.configuration.batching }

    /// Until when a batch that begins now is tried.
    var deadline: Timestamp { client.time.now() + limits.deadline }

    /// The mode to try now: arrays where the server should know them, ingestion everywhere else and while the server
    /// has not said what it is, because every version takes it.
    func mode() async -> ScoreWriteMode {
        let generation = await self.generation()
        let preferred: ScoreWriteMode = generation?.takesScoreArrays == true ? .array : .ingestion
        return learnt.withLock { learnt in
            guard let mode = learnt.mode, learnt.probedAt == generation?.probedAt else { return preferred }
            return mode
        }
    }

    private func generation() async -> ServerGeneration? {
        if let current = probe.current { return current }
        let now = client.time.now()
        // Scores can be written without the answer, so a server that will not tell is not asked for each batch.
        guard learnt.withLock({ ($0.nextProbe ?? now) <= now }) else { return nil }
        let generation = try? await probe.probe()
        if generation == nil { learnt.withLock { $0.nextProbe = now + .seconds(30) } }
        return generation
    }

    /// Remembers that `mode` is the best that works.
    func settle(on mode: ScoreWriteMode) {
        let generation = probe.current
        learnt.withLock { learnt in
            learnt.mode = mode
            learnt.probedAt = generation?.probedAt
        }
    }

    /// Whether the server has taken an array before.
    var takesArrays: Bool {
        get { learnt.withLock { $0.takesArrays } }
        set { learnt.withLock { $0.takesArrays = newValue } }
    }

    /// Sends one request, again when the server is away or in trouble, and after the break when it asks for one.
    ///
    /// - Returns: The answer, with a status that repeating would not change.
    /// - Throws: `LangfuseError` when the attempts or the time are used up, or the keys are refused.
    func exchange(
        _ scores: [OutgoingScore], mode: ScoreWriteMode, until deadline: Timestamp
    ) async throws(LangfuseError) -> ClientResponse {
        let body = ScoreRequestBody.make(scores, mode: mode)
        var failures = 0
        while true {
            try await pause.wait(until: deadline)
            let failure: LangfuseError
            do throws(LangfuseError) {
                return try await attempt(body, scores: scores.count, mode: mode)
            } catch {
                failure = error
            }
            switch failure.code {
            case .rateLimited:
                failures += 1
                // A break of zero would turn the sink into a loop.
                let wait = max(failure.retryAfter ?? backoff.ceiling(attempt: failures), .seconds(1))
                pause.begin(wait)
                observer.sinkPaused(for: wait)
            case .unavailable:
                failures += 1
                let wait = max(backoff.delay(attempt: failures), failure.retryAfter ?? .zero)
                let next = client.time.now() + wait
                guard failures < limits.maximumAttempts, next <= deadline else { throw failure }
                try await client.time.sleepOrCancel(until: next)
            default: throw failure
            }
        }
    }

    /// Sends one request once.
    ///
    /// - Throws: `LangfuseError` for statuses that say nothing about the scores.
    private func attempt(
        _ body: [UInt8], scores: Int, mode: ScoreWriteMode
    ) async throws(LangfuseError) -> ClientResponse {
        let path = ScoreRequestBody.path(mode)
        let start = client.time.now()
        let report = { [observer, client] (outcome: ScoreRequestReport.Outcome) in
            observer.scoresSent(
                ScoreRequestReport(
                    mode: mode, scores: scores, bytes: body.count, duration: client.time.now() - start,
                    outcome: outcome))
        }
        do throws(LangfuseError) {
            let response = try await client.send("POST", path, body: body)
            switch response.status {
            case 200, 201, 202, 204: report(.accepted)
            case 207: report(Self.namesRefused(response) ? .partial : .accepted)
            case 400, 404, 405, 409, 410, 413: report(.refused)
            default: throw client.failure(of: response, "POST \(path)")
            }
            return response
        } catch {
            switch error.code {
            case .rateLimited: report(.rateLimited)
            case .unauthorized: report(.unauthorized)
            case .refused, .malformed: report(.refused)
            default: report(.unavailable)
            }
            throw error
        }
    }

    /// Whether a 207, which Langfuse also answers when all went well, speaks of refused scores.
    private static func namesRefused(_ response: ClientResponse) -> Bool {
        let answer = try? JSONValue(parsing: response.body)
        return !(answer?["errors"]?.array ?? []).isEmpty || (answer?["rejected"]?.integer ?? 0) > 0
    }
}
