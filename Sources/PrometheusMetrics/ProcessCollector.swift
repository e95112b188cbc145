import Glibc

/// Reads the figures about this process that every Prometheus client shows, from `/proc` (proc(5)).
package struct ProcessCollector: Sendable {
    /// When the process began, in seconds since the Unix epoch; nil when `/proc` does not say.
    private let startTime: Double?

    /// Creates a collector; the start time is read now and does not change.
    package init() {
        startTime = Self.readStartTime()
    }

    /// Describes the metrics in `registry` and reads them at each of its scrapes.
    package func register(in registry: PrometheusRegistry) {
        registry.describe(
            name: "process_cpu_seconds_total", type: .counter, help: "User and system CPU time spent in seconds.")
        registry.describe(name: "process_max_fds", type: .gauge, help: "Maximum number of open file descriptors.")
        registry.describe(name: "process_open_fds", type: .gauge, help: "Number of open file descriptors.")
        registry.describe(
            name: "process_resident_memory_bytes", type: .gauge, help: "Resident memory size in bytes.")
        registry.describe(
            name: "process_start_time_seconds", type: .gauge,
            help: "Start time of the process in seconds since the Unix epoch.")
        registry.describe(name: "process_virtual_memory_bytes", type: .gauge, help: "Virtual memory size in bytes.")
        registry.collect { collect(into: &$0) }
    }

    /// Adds the figures as they are now; those that cannot be read are left out.
    package func collect(into samples: inout CollectedSamples) {
        if let startTime { samples.gauge("process_start_time_seconds", startTime) }
        if let memory = ProcFile.read("/proc/self/statm").flatMap(ProcFile.memoryPages) {
            let page = Double(sysconf(Int32(_SC_PAGESIZE)))
            samples.gauge("process_virtual_memory_bytes", Double(memory.virtual) * page)
            samples.gauge("process_resident_memory_bytes", Double(memory.resident) * page)
        }
        // The same total as in /proc/self/stat, in nanoseconds instead of hundredths of a second.
        var time = timespec()
        if clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 {
            samples.counter("process_cpu_seconds_total", Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
        }
        if let count = ProcFile.entryCount("/proc/self/fd") {
            // The listing itself holds one open.
            samples.gauge("process_open_fds", Double(max(0, count - 1)))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            samples.gauge("process_max_fds", Double(limit.rlim_cur))
        }
    }

    private static func readStartTime() -> Double? {
        guard let ticks = ProcFile.read("/proc/self/stat").flatMap(ProcFile.startTicks),
            let boot = ProcFile.read("/proc/stat").flatMap(ProcFile.bootTime)
        else { return nil }
        return Double(boot) + Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
