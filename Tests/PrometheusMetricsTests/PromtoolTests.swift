import CoreMetrics
import Foundation
import Testing

@testable import PrometheusMetrics

/// Has Prometheus' own checker read the text; skipped where it is not installed (Debian's package `prometheus`).
struct PromtoolTests {
    private static let path = ["/usr/bin/promtool", "/usr/local/bin/promtool"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(.enabled(if: PromtoolTests.path != nil, "promtool is not installed"))
    func `promtool finds no fault with the text`() throws {
        let registry = PrometheusRegistry()
        let factory = PrometheusMetricsFactory(registry: registry)
        ProcessCollector().register(in: registry)
        registry.describe(name: "app_events_total", type: .counter, help: "Events \\ by\noutcome \"all\".")
        registry.describe(name: "app_depth_ratio", type: .gauge, help: "How full it is.")
        registry.describe(name: "app_wait_seconds", type: .histogram, help: "Time a job waited.")
        for outcome in ["accepted", "a\"b\\c\nd", "é"] {
            Counter(label: "app_events_total", dimensions: [("outcome", outcome)], factory: factory).increment()
        }
        Gauge(label: "app_depth_ratio", dimensions: [], factory: factory).record(Double.nan)
        Timer(label: "app_wait_seconds", dimensions: [("route", "/v1")], factory: factory).recordSeconds(0.3)
        let (status, output) = try Self.check(registry.render(format: .text004))
        #expect(status == 0)
        #expect(output == "")
    }

    private static func check(_ text: [UInt8]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = ["check", "metrics"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // The text is smaller than a pipe holds, so writing it all before reading cannot block.
        try input.fileHandleForWriting.write(contentsOf: Data(text))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: answer, as: UTF8.self))
    }
}
