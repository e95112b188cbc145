import CoreMetrics
import Testing

@testable import PrometheusMetrics

struct PrometheusRegistryTests {
    /// A registry without the counts of its own refusals in the text, and a factory in it.
    private static func make(
        buckets: [String: [Double]] = [:], maximumSeries: Int = 1000
    ) -> (registry: PrometheusRegistry, factory: PrometheusMetricsFactory) {
        let registry = PrometheusRegistry(
            buckets: HistogramBuckets(byName: buckets), maximumSeries: maximumSeries)
        return (registry, PrometheusMetricsFactory(registry: registry))
    }

    /// The rendered text, less the lines about refusals.
    private static func text(_ registry: PrometheusRegistry, _ format: ExpositionFormat = .text004) -> String {
        String(decoding: registry.render(format: format), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("gradehook_metrics_") }.joined(separator: "\n")
    }

    private static func fill(_ registry: PrometheusRegistry, _ factory: PrometheusMetricsFactory) {
        registry.describe(name: "app_events_total", type: .counter, help: "Events by outcome.")
        registry.describe(name: "app_depth", type: .gauge, help: "Jobs inside.")
        registry.describe(name: "app_wait_seconds", type: .histogram, help: "Time a job waited.")
        for (outcome, count) in [("rejected", 2), ("accepted", 5)] {
            Counter(label: "app_events_total", dimensions: [("outcome", outcome)], factory: factory).increment(
                by: count)
        }
        FloatingPointCounter(label: "app_cost_usd", factory: factory).increment(by: 0.125)
        Gauge(label: "app_depth", dimensions: [], factory: factory).record(17)
        let timer = Timer(label: "app_wait_seconds", dimensions: [("queue", "a")], factory: factory)
        for milliseconds in [50, 100, 400, 5000] { timer.recordMilliseconds(milliseconds) }
    }

    @Test func `The whole text in format 0_0_4`() {
        let (registry, factory) = Self.make(buckets: ["app_wait_seconds": [0.1, 0.5, 1]])
        Self.fill(registry, factory)
        #expect(
            Self.text(registry) == """
                # TYPE app_cost_usd_total counter
                app_cost_usd_total 0.125
                # HELP app_depth Jobs inside.
                # TYPE app_depth gauge
                app_depth 17
                # HELP app_events_total Events by outcome.
                # TYPE app_events_total counter
                app_events_total{outcome="accepted"} 5
                app_events_total{outcome="rejected"} 2
                # HELP app_wait_seconds Time a job waited.
                # TYPE app_wait_seconds histogram
                app_wait_seconds_bucket{queue="a",le="0.1"} 2
                app_wait_seconds_bucket{queue="a",le="0.5"} 3
                app_wait_seconds_bucket{queue="a",le="1"} 3
                app_wait_seconds_bucket{queue="a",le="+Inf"} 4
                app_wait_seconds_sum{queue="a"} 5.55
                app_wait_seconds_count{queue="a"} 4

                """)
    }

    @Test func `The whole text in OpenMetrics`() {
        let (registry, factory) = Self.make(buckets: ["app_wait_seconds": [0.1, 0.5, 1]])
        Self.fill(registry, factory)
        #expect(
            Self.text(registry, .openMetrics) == """
                # TYPE app_cost_usd counter
                app_cost_usd_total 0.125
                # HELP app_depth Jobs inside.
                # TYPE app_depth gauge
                app_depth 17
                # HELP app_events Events by outcome.
                # TYPE app_events counter
                app_events_total{outcome="accepted"} 5
                app_events_total{outcome="rejected"} 2
                # HELP app_wait_seconds Time a job waited.
                # TYPE app_wait_seconds histogram
                app_wait_seconds_bucket{queue="a",le="0.1"} 2
                app_wait_seconds_bucket{queue="a",le="0.5"} 3
                app_wait_seconds_bucket{queue="a",le="1.0"} 3
                app_wait_seconds_bucket{queue="a",le="+Inf"} 4
                app_wait_seconds_sum{queue="a"} 5.55
                app_wait_seconds_count{queue="a"} 4
                # EOF

                """)
    }

    @Test func `A new registry shows only that it has refused nothing`() {
        #expect(
            String(decoding: PrometheusRegistry().render(format: .text004), as: UTF8.self) == """
                # HELP gradehook_metrics_conflicts_total Metrics not made or shown because their name stands for another type.
                # TYPE gradehook_metrics_conflicts_total counter
                gradehook_metrics_conflicts_total 0
                # HELP gradehook_metrics_refused_total Metrics not made or shown because of their name or number, by reason.
                # TYPE gradehook_metrics_refused_total counter
                gradehook_metrics_refused_total{reason="invalid_name"} 0
                gradehook_metrics_refused_total{reason="too_many_series"} 0

                """)
    }

    @Test func `Label values and help texts are escaped`() {
        let (registry, factory) = Self.make()
        registry.describe(name: "app_x", type: .gauge, help: "A \"path\" C:\\x\nin two lines")
        let value = "a\"b\\c\nd \u{e9} \u{65}\u{301} {},="
        Gauge(label: "app_x", dimensions: [("v", value)], factory: factory).record(1)
        #expect(
            Self.text(registry) == """
                # HELP app_x A "path" C:\\\\x\\nin two lines
                # TYPE app_x gauge
                app_x{v="a\\"b\\\\c\\nd \u{e9} \u{65}\u{301} {},="} 1

                """)
        #expect(Self.text(registry, .openMetrics).hasPrefix("# HELP app_x A \\\"path\\\" C:\\\\x\\nin two lines\n"))
    }

    @Test func `Labels are sorted, and their order at creation does not matter`() {
        let (registry, factory) = Self.make()
        Counter(label: "app_a_total", dimensions: [("z", "1"), ("b", "2")], factory: factory).increment()
        Counter(label: "app_a", dimensions: [("b", "2"), ("z", "1")], factory: factory).increment()
        #expect(Self.text(registry) == "# TYPE app_a_total counter\napp_a_total{b=\"2\",z=\"1\"} 2\n")
    }

    @Test func `Spellings that Unicode calls equal are different values`() {
        let (registry, factory) = Self.make()
        Counter(label: "app_a", dimensions: [("v", "\u{e9}")], factory: factory).increment()
        Counter(label: "app_a", dimensions: [("v", "\u{65}\u{301}")], factory: factory).increment()
        #expect(Self.text(registry).utf8.split(separator: UInt8(ascii: "\n")).count == 3)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.5, "-0.5"), (1e16, "1e+16"), (9_007_199_254_740_992, "9007199254740992"), (1e-7, "1e-07"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (0.1 + 0.2, "0.30000000000000004"),
    ])
    func `Numbers are written so that they read back the same`(number: Double, expected: String) {
        let (registry, factory) = Self.make()
        Gauge(label: "app_x", dimensions: [], factory: factory).record(number)
        #expect(Self.text(registry) == "# TYPE app_x gauge\napp_x \(expected)\n")
    }

    @Test func `Meters move and recorders of sizes are bucketed`() {
        let (registry, factory) = Self.make(buckets: ["app_batch": [10, 1, 10, .infinity]])
        let meter = Meter(label: "app_level", factory: factory)
        meter.set(10)
        meter.increment(by: 2.5)
        meter.decrement()
        let recorder = Recorder(label: "app_batch", factory: factory)
        for size in [1, 2, 11] { recorder.record(size) }
        recorder.record(Double.nan)
        #expect(
            Self.text(registry) == """
                # TYPE app_batch histogram
                app_batch_bucket{le="1"} 1
                app_batch_bucket{le="10"} 2
                app_batch_bucket{le="+Inf"} 3
                app_batch_sum 14
                app_batch_count 3
                # TYPE app_level gauge
                app_level 11.5

                """)
    }

    @Test func `A total never goes down`() {
        let (registry, factory) = Self.make()
        let counter = Counter(label: "app_a_total", factory: factory)
        counter.increment(by: 3)
        counter.increment(by: -2)
        let cost = FloatingPointCounter(label: "app_b_total", factory: factory)
        cost.increment(by: 0.5)
        cost.increment(by: -0.25)
        cost.increment(by: Double.infinity)
        #expect(Self.text(registry).contains("app_a_total 3\n"))
        #expect(Self.text(registry).contains("app_b_total 0.5\n"))
        counter.reset()
        #expect(Self.text(registry).contains("app_a_total 0\n"))
    }

    @Test func `A destroyed series is gone and its handler harmless`() {
        let (registry, factory) = Self.make()
        let counter = Counter(label: "app_a_total", factory: factory)
        counter.destroy()
        counter.increment()
        #expect(Self.text(registry) == "")
    }
}
