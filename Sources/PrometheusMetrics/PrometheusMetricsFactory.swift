package import CoreMetrics

/// Makes swift-metrics' handlers in a `PrometheusRegistry`.
///
/// Counters of both kinds become counters, meters and non-aggregating recorders gauges, aggregating recorders and timers
/// histograms, timers in seconds. Asking for a name and dimensions that exist gives the existing series. What the
/// registry refuses becomes a handler that does nothing.
package struct PrometheusMetricsFactory: MetricsFactory {
    private let registry: PrometheusRegistry

    /// Creates a factory that makes series in `registry`.
    package init(registry: PrometheusRegistry) {
        self.registry = registry
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return histogram(label, dimensions) ?? NOOPMetricsHandler.instance }
        return gauge(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func counter(_ name: String, _ labels: [(String, String)]) -> CounterSeries? {
        guard case .counter(let series) = registry.series(name, .counter, labels, make: { .counter(CounterSeries()) })
        else { return nil }
        return series
    }

    private func gauge(_ name: String, _ labels: [(String, String)]) -> GaugeSeries? {
        guard case .gauge(let series) = registry.series(name, .gauge, labels, make: { .gauge(GaugeSeries()) })
        else { return nil }
        return series
    }

    private func histogram(_ name: String, _ labels: [(String, String)]) -> HistogramSeries? {
        let bounds = registry.buckets.bounds(for: name)
        let series = registry.series(name, .histogram, labels) { .histogram(HistogramSeries(bounds: bounds)) }
        guard case .histogram(let histogram) = series else { return nil }
        return histogram
    }

    private func remove(_ handler: AnyObject) {
        registry.remove { series in
            switch series {
            case .counter(let counter): counter === handler
            case .gauge(let gauge): gauge === handler
            case .histogram(let histogram): histogram === handler
            }
        }
    }
}
