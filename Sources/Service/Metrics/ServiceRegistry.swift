import ChatModels
import PrometheusMetrics
import Timing
import Webhooks
import WorkQueue

/// Makes the registry with the help text and buckets of every metric, and the gauges that are read at scrape time.
enum ServiceRegistry {
    static func make() -> PrometheusRegistry {
        let registry = PrometheusRegistry(
            buckets: HistogramBuckets(byName: ["gradehook_langfuse_batch_size": HistogramBuckets.counts]))
        for entry in MetricCatalogue.entries {
            registry.describe(name: entry.name, type: entry.type, help: entry.help)
        }
        ProcessCollector().register(in: registry)
        return registry
    }

    /// Adds the gauges of the queue and of the build.
    static func collect(
        into registry: PrometheusRegistry, queue: MemoryQueue, fates: FateRecorder, replays: ReplayGuard,
        pacers: EndpointPacers, clock: any TimeSource
    ) {
        let versions = [("version", VersionInfo.version)] + VersionInfo.libraries.map { ($0.name, $0.version) }
        // The queue's metrics hold the registry: one that held the queue in turn would keep both for ever.
        registry.collect { [weak queue] samples in
            samples.gauge("gradehook_build_info", 1, labels: versions)
            for (reason, count) in fates.dropped {
                samples.counter("gradehook_fates_dropped_total", Double(count), labels: [("reason", reason)])
            }
            samples.counter("gradehook_replay_keys_evicted_total", Double(replays.evictions))
            PacingMetrics.collect(pacers, into: &samples)
            guard let queue = queue?.snapshot() else { return }
            for (state, count) in [("waiting", queue.waiting), ("delayed", queue.delayed), ("running", queue.running)] {
                samples.gauge("gradehook_queue_depth", Double(count), labels: [("state", state)])
            }
            samples.gauge("gradehook_queue_capacity", Double(queue.capacity))
            samples.gauge("gradehook_queue_bytes", Double(queue.bytes))
            samples.gauge("gradehook_queue_capacity_bytes", Double(queue.maximumBytes))
            samples.gauge("gradehook_dead_letters_kept", Double(queue.dead))
            let age = queue.oldestAcceptedAt.map { (clock.now() - $0).inSeconds } ?? 0
            samples.gauge("gradehook_queue_oldest_age_seconds", max(0, age))
        }
    }
}
