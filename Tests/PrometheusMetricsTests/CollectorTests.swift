import CoreMetrics
import Glibc
import Synchronization
import Testing

@testable import PrometheusMetrics

struct CollectorTests {
    private static func text(_ registry: PrometheusRegistry) -> String {
        String(decoding: registry.render(format: .text004), as: UTF8.self)
    }

    @Test func `A collector is asked at every scrape, and may use the registry meanwhile`() {
        let registry = PrometheusRegistry()
        let scrapes = Mutex(0)
        registry.describe(name: "app_depth", type: .gauge, help: "Jobs inside.")
        registry.collect { samples in
            let number = scrapes.withLock { scrapes in
                scrapes += 1
                return scrapes
            }
            samples.gauge("app_depth", Double(number), labels: [("state", "waiting")])
            samples.gauge("app_depth", 0.5, labels: [("state", "delayed")])
            samples.counter("app_scrapes", Double(number))
            Counter(label: "app_inner_total", factory: PrometheusMetricsFactory(registry: registry)).increment()
        }
        _ = Self.text(registry)
        let second = Self.text(registry)
        #expect(
            second.hasPrefix(
                """
                # HELP app_depth Jobs inside.
                # TYPE app_depth gauge
                app_depth{state="delayed"} 0.5
                app_depth{state="waiting"} 2
                # TYPE app_inner_total counter
                app_inner_total 2
                # TYPE app_scrapes_total counter
                app_scrapes_total 2

                """))
    }

    @Test func `The process figures are those of this process`() throws {
        let registry = PrometheusRegistry()
        ProcessCollector().register(in: registry)
        let lines = Self.text(registry).split(separator: "\n").filter { $0.hasPrefix("process_") }
        let figures = Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let words = line.split(separator: " ")
                return (String(words[0]), Double(words[1]) ?? .nan)
            })
        #expect(
            figures.keys.sorted() == [
                "process_cpu_seconds_total", "process_max_fds", "process_open_fds", "process_resident_memory_bytes",
                "process_start_time_seconds", "process_virtual_memory_bytes",
            ])
        let cpu = try #require(figures["process_cpu_seconds_total"])
        let descriptors = try #require(figures["process_open_fds"])
        let resident = try #require(figures["process_resident_memory_bytes"])
        let virtual = try #require(figures["process_virtual_memory_bytes"])
        let start = try #require(figures["process_start_time_seconds"])
        #expect(cpu > 0)
        #expect(descriptors >= 3)
        #expect(resident > 1_000_000 && resident < virtual)
        let age = Double(time(nil)) - start
        #expect(age > -2 && age < 3600)
    }

    @Test func `Open descriptors are counted`() throws {
        let before = try #require(ProcFile.entryCount("/proc/self/task"))
        #expect(before >= 1)
        #expect(ProcFile.entryCount("/proc/none") == nil)
        #expect(ProcFile.read("/proc/none") == nil)
    }

    @Test func `A program's name with spaces and parentheses does not shift the fields`() {
        let rest = (3...52).map { "\($0)" }.joined(separator: " ")
        #expect(ProcFile.startTicks(Array("7 (a) b (c)) \(rest)\n".utf8)) == 22)
        #expect(ProcFile.startTicks(Array("7 (a) S 1".utf8)) == nil)
        #expect(ProcFile.startTicks([]) == nil)
    }

    @Test func `The boot time and the memory are found in their files`() {
        #expect(ProcFile.bootTime(Array("cpu  1 2 3\nintr 5 6\nbtime 1795251600\nprocesses 9\n".utf8)) == 1_795_251_600)
        #expect(ProcFile.bootTime(Array("cpu 1\n".utf8)) == nil)
        #expect(
            ProcFile.memoryPages(Array("900 120 30 1 0 5 0\n".utf8)).map { [$0.virtual, $0.resident] } == [900, 120])
        #expect(ProcFile.memoryPages(Array("900\n".utf8)) == nil)
    }
}
