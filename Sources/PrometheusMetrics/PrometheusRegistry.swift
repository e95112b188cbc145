import Synchronization

/// Holds the program's metrics and writes them out.
///
/// Series are made once and then counted into without a lock; the registry is asked only to make one and to render.
/// What it refuses to make (a name that is not valid, a name that stands for another type, a series above the limit of a
/// family) is counted by itself: a mistake in a metric must not stop the service.
package final class PrometheusRegistry: Sendable {
    struct State {
        var table = FamilyTable()
        var series: [String: [LabelSet: Series]] = [:]
        var collectors: [@Sendable (inout CollectedSamples) -> Void] = []
    }

    /// What a series is kept in.
    enum Series: Sendable {
        case counter(CounterSeries)
        case gauge(GaugeSeries)
        case histogram(HistogramSeries)

        var value: SampleValue {
            switch self {
            case .counter(let counter): counter.value
            case .gauge(let gauge): gauge.value
            case .histogram(let histogram): histogram.value
            }
        }
    }

    /// Why something was not made.
    enum Refusal {
        case conflict, invalidName, tooManySeries
    }

    let buckets: HistogramBuckets
    let maximumSeries: Int
    let state = Mutex(State())
    private let conflicts = CounterSeries()
    private let invalidNames = CounterSeries()
    private let excessSeries = CounterSeries()

    /// Creates a registry that holds nothing but the counts of what it refuses.
    ///
    /// A family may have `maximumSeries` series at the most, against labels that turn out not to be a closed set.
    package init(buckets: HistogramBuckets = HistogramBuckets(), maximumSeries: Int = 1000) {
        self.buckets = buckets
        self.maximumSeries = maximumSeries
        describe(
            name: "gradehook_metrics_conflicts_total", type: .counter,
            help: "Metrics not made or shown because their name stands for another type.")
        describe(
            name: "gradehook_metrics_refused_total", type: .counter,
            help: "Metrics not made or shown because of their name or number, by reason.")
        adopt(conflicts, "gradehook_metrics_conflicts_total", [])
        adopt(invalidNames, "gradehook_metrics_refused_total", [("reason", "invalid_name")])
        adopt(excessSeries, "gradehook_metrics_refused_total", [("reason", "too_many_series")])
    }

    /// Says what a metric is and gives it a help text. The metric shows up once it has a series.
    ///
    /// A counter may be named with or without `_total`. Describing a metric again replaces the text.
    package func describe(name: String, type: MetricType, help: String) {
        let family = MetricName.family(name, type)
        guard MetricName.isValid(family) else { return count(.invalidName) }
        let isEntered = state.withLock { state in
            guard state.table.enter(family, type) else { return false }
            state.table.describe(family, help: help)
            return true
        }
        if !isEntered { count(.conflict) }
    }

    /// Adds a closure that reads figures at every scrape, on the thread that renders and without a lock held.
    package func collect(_ collector: @escaping @Sendable (inout CollectedSamples) -> Void) {
        state.withLock { $0.collectors.append(collector) }
    }

    /// Counts something that was not made.
    func count(_ refusal: Refusal) {
        switch refusal {
        case .conflict: conflicts.increment(by: Int64(1))
        case .invalidName: invalidNames.increment(by: Int64(1))
        case .tooManySeries: excessSeries.increment(by: Int64(1))
        }
    }

    /// Enters one of the registry's own counters.
    private func adopt(_ counter: CounterSeries, _ name: String, _ labels: [(String, String)]) {
        _ = series(name, .counter, labels) { .counter(counter) }
    }
}
