package import Evaluation
package import HTTPClient
package import Timing

/// Writes scores to Langfuse.
///
/// Scores are checked here first, because Langfuse accepts and then silently drops what does not fit its config. Those
/// of concurrent calls share requests. Ids and timestamps are sent as given, so that writing again overwrites. Refused
/// keys count as unavailable: the operator can put them right while the jobs wait.
package final class LangfuseScoreSink: ScoreSink {
    package let name = "langfuse"
    private let configs: ScoreConfigDirectory
    private let batcher: ScoreBatcher
    private let environment: String?

    /// Creates a sink. `probe` tells which way of writing to try first, and may be shared with the reader.
    package init(
        configuration: LangfuseConfiguration, transport: any HTTPTransport, probe: LangfuseProbe,
        time: any TimeSource, observer: any LangfuseObserver = SilentLangfuseObserver()
    ) {
        let client = LangfuseClient(configuration: configuration, transport: transport, time: time)
        let sender = ScoreSender(client: client, probe: probe, observer: observer)
        let limits = configuration.batching
        configs = ScoreConfigDirectory(client: client)
        environment = configuration.environment
        batcher = ScoreBatcher(limits: limits, time: time, observer: observer) {
            // During a break scores gather; one that is too long is answered by `deliver`, which knows what to say.
            let deadline = sender.deadline
            try? await sender.pause.wait(until: deadline)
            return Self.plan(for: await sender.mode(), limits, until: deadline)
        } send: { scores, plan in
            await sender.deliver(scores, by: plan.mode, until: plan.deadline)
        }
    }

    /// Writes `scores`, in requests shared with other callers, and returns when each has its verdict.
    ///
    /// A batch is tried until the configured deadline; the last request may outlast it by its time-out. A writer waits
    /// for the batches before its own, too. Cancelling the task gives the scores back as unavailable.
    package func write(_ scores: [Score]) async -> [ScoreWriteOutcome] {
        var outcomes: [ScoreWriteOutcome] = []
        var outgoing: [(index: Int, score: OutgoingScore)] = []
        for (index, score) in scores.enumerated() {
            if let objection = OutgoingScore.objection(to: score) {
                outcomes.append(.rejected(objection))
                continue
            }
            // Without a config there is nothing to fetch, and so no reason to leave this task.
            switch score.configID == nil ? Self.ready(score, name: score.name, environment) : await prepare(score) {
            case .ready(let ready):
                outgoing.append((index, ready))
                outcomes.append(.written)
            case .settled(let outcome): outcomes.append(outcome)
            }
        }
        let verdicts = await batcher.submit(outgoing.map(\.score))
        for (place, verdict) in zip(outgoing, verdicts) { outcomes[place.index] = verdict }
        return outcomes
    }

    private enum Preparation {
        case ready(OutgoingScore)
        case settled(ScoreWriteOutcome)
    }

    private func prepare(_ score: Score) async -> Preparation {
        var name = score.name
        if let id = score.configID {
            do throws(LangfuseError) {
                guard let config = try await configs.config(id) else {
                    return .settled(.rejected("score `\(score.name)`: the project has no score config \(id)"))
                }
                if let objection = config.objection(to: score.value) {
                    return .settled(.rejected("score `\(score.name)`: \(objection)"))
                }
                name = config.name
            } catch {
                return .settled(.unavailable(error.message, retryAfter: error.retryAfter))
            }
        }
        return Self.ready(score, name: name, environment)
    }

    private static func ready(_ score: Score, name: String, _ environment: String?) -> Preparation {
        let outgoing = OutgoingScore(score, name: name, environment: score.environment ?? environment)
        guard outgoing.body.count <= OutgoingScore.maximumBytes else {
            return .settled(
                .rejected(
                    "score `\(score.name)` has \(outgoing.body.count) bytes, mostly metadata; Langfuse takes 1 MB"))
        }
        return .ready(outgoing)
    }

    private static func plan(
        for mode: ScoreWriteMode, _ limits: LangfuseConfiguration.Batching, until deadline: Timestamp
    ) -> ScoreBatcher.Plan {
        let (items, bytes) =
            switch mode {
            case .array: (limits.maximumItems, limits.maximumArrayBytes)
            case .ingestion: (limits.maximumItems, limits.maximumIngestionBytes)
            // One at a time, so that as many requests as may be are under way at once.
            case .single: (1, limits.maximumArrayBytes)
            }
        return ScoreBatcher.Plan(mode: mode, maximumItems: items, maximumBytes: bytes, deadline: deadline)
    }
}
