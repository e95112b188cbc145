import Glibc

/// Nanoseconds that never go back, for deadlines.
enum MonotonicClock {
    /// Now, a few milliseconds coarse: it costs no system call and a deadline wants no more.
    static func now() -> UInt64 { read(CLOCK_MONOTONIC_COARSE) }

    /// Now, exactly, for measuring.
    static func preciseNow() -> UInt64 { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(bitPattern: Int64(time.tv_sec)) &* 1_000_000_000 &+ UInt64(bitPattern: Int64(time.tv_nsec))
    }
}

extension Duration {
    /// Whole nanoseconds; negative durations count as zero, long ones as about a century.
    var inNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return UInt64(min(seconds, 3_000_000_000)) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
