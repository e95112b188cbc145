import CoreMetrics
import Testing

@testable import PrometheusMetrics

@Suite(.timeLimit(.minutes(1)))
struct ConcurrencyTests {
    @Test func `Nothing is lost when threads count into one series while it is read`() async {
        let registry = PrometheusRegistry(buckets: HistogramBuckets(byName: ["app_wait_seconds": [0.5, 1]]))
        let factory = PrometheusMetricsFactory(registry: registry)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let counter = Counter(label: "app_a_total", factory: factory)
                    let cost = FloatingPointCounter(label: "app_b_total", factory: factory)
                    let meter = Meter(label: "app_level", factory: factory)
                    let timer = Timer(label: "app_wait_seconds", dimensions: [], factory: factory)
                    for step in 0..<5000 {
                        counter.increment()
                        cost.increment(by: 0.5)
                        meter.increment()
                        timer.recordMilliseconds(step.isMultiple(of: 2) ? 250 : 750)
                    }
                }
            }
            group.addTask {
                for _ in 0..<50 { #expect(Self.isConsistent(registry.render(format: .text004))) }
            }
        }
        let text = String(decoding: registry.render(format: .text004), as: UTF8.self)
        for line in [
            "app_a_total 20000", "app_b_total 10000", "app_level 20000", "app_wait_seconds_bucket{le=\"0.5\"} 10000",
            "app_wait_seconds_bucket{le=\"1\"} 20000", "app_wait_seconds_sum 10000", "app_wait_seconds_count 20000",
        ] {
            #expect(text.contains(line + "\n"))
        }
    }

    /// Whether the count of the histogram is that of its last bucket, also in the middle of things.
    private static func isConsistent(_ bytes: [UInt8]) -> Bool {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let last = lines.first { $0.contains("+Inf") }?.split(separator: " ").last
        let count = lines.first { $0.hasPrefix("app_wait_seconds_count") }?.split(separator: " ").last
        return last == count
    }
}
