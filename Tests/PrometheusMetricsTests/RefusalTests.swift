import CoreMetrics
import Testing

@testable import PrometheusMetrics

/// What the registry refuses to make, and how it says so.
struct RefusalTests {
    private let registry = PrometheusRegistry(maximumSeries: 3)
    private var factory: PrometheusMetricsFactory { PrometheusMetricsFactory(registry: registry) }

    /// The value on the line that begins with `series`.
    private func value(_ series: String) -> String? {
        String(decoding: registry.render(format: .text004), as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix(series + " ") }.map { String($0.dropFirst(series.count + 1)) }
    }

    @Test func `A name of another type gives a handler that does nothing, and is counted`() {
        Counter(label: "app_x_total", factory: factory).increment()
        Gauge(label: "app_x", dimensions: [], factory: factory).record(7)
        Timer(label: "app_x_total", dimensions: [], factory: factory).recordSeconds(1)
        #expect(value("app_x_total") == "1")
        #expect(value("app_x") == nil)
        #expect(value("gradehook_metrics_conflicts_total") == "2")
    }

    @Test(arguments: ["app_h", "app_h_bucket", "app_h_sum", "app_h_count"])
    func `A histogram's sample names are taken, whichever comes first`(name: String) {
        Timer(label: "app_h", dimensions: [], factory: factory).recordSeconds(1)
        Gauge(label: name, dimensions: [], factory: factory).record(7)
        #expect(value("gradehook_metrics_conflicts_total") == "1")
        let other = PrometheusRegistry()
        Gauge(label: name, dimensions: [], factory: PrometheusMetricsFactory(registry: other)).record(7)
        Timer(label: "app_h", dimensions: [], factory: PrometheusMetricsFactory(registry: other)).recordSeconds(1)
        #expect(!String(decoding: other.render(format: .text004), as: UTF8.self).contains("histogram"))
    }

    @Test func `A description of another type is a conflict too`() {
        registry.describe(name: "app_x", type: .gauge, help: "A level.")
        registry.describe(name: "app_x", type: .histogram, help: "Something else.")
        Counter(label: "app_x", factory: factory).increment()
        #expect(value("gradehook_metrics_conflicts_total") == "2")
    }

    @Test(arguments: ["", "1a", "a-b", "a.b", "a b", "ä", "a\n", "_total"])
    func `Names outside the rules are refused`(name: String) {
        Counter(label: name, factory: factory).increment()
        registry.describe(name: name, type: .counter, help: "None.")
        #expect(value("gradehook_metrics_refused_total{reason=\"invalid_name\"}") == "2")
    }

    @Test(arguments: [
        [("", "x")], [("1a", "x")], [("a:b", "x")], [("__a", "x")], [("a", "1"), ("a", "2")], [("le", "1")],
    ])
    func `Label names outside the rules are refused`(labels: [(String, String)]) {
        Timer(label: "app_h", dimensions: labels, factory: factory).recordSeconds(1)
        #expect(value("gradehook_metrics_refused_total{reason=\"invalid_name\"}") == "1")
    }

    @Test func `A family takes no more series than its limit`() {
        for number in 0..<5 {
            Counter(label: "app_x_total", dimensions: [("n", "\(number)")], factory: factory).increment()
        }
        #expect(value("app_x_total{n=\"2\"}") == "1")
        #expect(value("app_x_total{n=\"3\"}") == nil)
        #expect(value("gradehook_metrics_refused_total{reason=\"too_many_series\"}") == "2")
    }

    @Test func `What a collector gets wrong is left out and counted in the same scrape`() {
        Counter(label: "app_x_total", factory: factory).increment()
        registry.collect { samples in
            samples.gauge("app_x_total", 1)
            samples.counter("app_x", 9)
            samples.gauge("app_depth", 1, labels: [("state", "waiting")])
            samples.gauge("app_depth", 2, labels: [("state", "waiting")])
            samples.gauge("app_depth", 3, labels: [("bad name", "")])
        }
        #expect(value("gradehook_metrics_conflicts_total") == "3")
        #expect(value("app_x_total") == "1")
        #expect(value("app_depth{state=\"waiting\"}") == "1")
        #expect(value("gradehook_metrics_refused_total{reason=\"invalid_name\"}") != "0")
    }
}
