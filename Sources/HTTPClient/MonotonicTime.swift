import Glibc
import Timing

/// An instant that no change of the wall clock moves, in nanoseconds.
struct MonotonicTime: Sendable, Comparable {
    let nanoseconds: UInt64

    static var now: Self {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Self(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The instant `duration` later; a negative duration counts as zero, one beyond a century as a century.
    static func + (left: Self, duration: Duration) -> Self {
        let microseconds = UInt64(min(max(duration.inMicroseconds, 0), 3_155_760_000_000_000))
        return Self(nanoseconds: left.nanoseconds + microseconds * 1000)
    }

    /// Milliseconds from `now` until this instant, rounded up; zero when it has passed.
    func milliseconds(from now: Self) -> Int {
        nanoseconds <= now.nanoseconds ? 0 : Int((nanoseconds - now.nanoseconds + 999_999) / 1_000_000)
    }
}
