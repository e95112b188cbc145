import ChatModels
import Logging
import ModelStore
import PrometheusMetrics
import Timing

/// The cache of models' replies with the file behind it, made once and kept across reloads.
struct ReplyKeeping: Sendable {
    /// The cache; nil when the configuration wants none.
    let cache: ResponseCache?
    private let database: ResponseDatabase?
    private let failedToOpen: Bool

    /// Makes what `configuration` wants. A file that cannot be opened is logged once and done without: judges then only
    /// pay again after a restart.
    static func open(
        _ configuration: Configuration, _ registry: PrometheusRegistry, _ logger: Logger, _ clock: any TimeSource
    ) async -> ReplyKeeping {
        let replies = await open(configuration, logger, clock)
        replies.collect(into: registry)
        return replies
    }

    private static func open(
        _ configuration: Configuration, _ logger: Logger, _ clock: any TimeSource
    ) async -> ReplyKeeping {
        let section = configuration.cache
        guard section.isEnabled else { return ReplyKeeping(cache: nil, database: nil, failedToOpen: false) }
        var database: ResponseDatabase?
        var failedToOpen = false
        // Also without a model to ask: a reload may bring one, and the file is opened only here.
        if let folder = configuration.dataDirectory, section.maximumDiskBytes > 0 {
            do throws(ModelStoreError) {
                database = try await ResponseDatabase.open(
                    path: "\(folder)/responses.sqlite", lifetime: section.lifetime,
                    maximumBytes: section.maximumDiskBytes, time: clock
                ) { logger.warning("replies of models are not kept on disk", metadata: ["error": "\($0)"]) }
            } catch {
                failedToOpen = true
                logger.warning("replies of models are not kept on disk", metadata: ["error": "\(error.message)"])
            }
        }
        let cache = ResponseCache(limits: section.limits, store: database, time: clock)
        return ReplyKeeping(cache: cache, database: database, failedToOpen: failedToOpen)
    }

    /// Adds the metrics, which are read when somebody asks for them.
    private func collect(into registry: PrometheusRegistry) {
        guard let cache else { return }
        registry.collect { samples in
            for (model, usage) in cache.usage.sorted(by: { $0.key < $1.key }) {
                let label = ("model", model)
                for origin in ResponseCache.Origin.allCases {
                    samples.counter(
                        "gradehook_judge_cache_hits_total", Double(usage.hits[origin] ?? 0),
                        labels: [label, ("from", origin.rawValue)])
                }
                samples.counter("gradehook_judge_cache_misses_total", Double(usage.misses), labels: [label])
                samples.counter("gradehook_judge_cache_saved_usd_total", usage.saved, labels: [label])
                samples.gauge("gradehook_judge_cache_entries", Double(usage.entries), labels: [label])
                samples.gauge("gradehook_judge_cache_bytes", Double(usage.bytes), labels: [label])
            }
            let faults = database?.faults ?? [:]
            let counts =
                [("open", failedToOpen ? 1 : 0)]
                + ResponseDatabase.Fault.allCases.map { ($0.rawValue, faults[$0] ?? 0) }
            for (reason, count) in counts {
                samples.counter("gradehook_judge_cache_faults_total", Double(count), labels: [("reason", reason)])
            }
        }
    }

    /// Writes what is not on disk yet and closes the file.
    func close() async { await database?.close() }
}
