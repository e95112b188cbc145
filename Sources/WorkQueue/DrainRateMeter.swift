import Timing

/// Measures how many jobs leave a queue a second, over a moving window of ten seconds.
///
/// Counts per whole second, so that a record costs no more than a division and an addition whatever the rate is.
struct DrainRateMeter: Sendable {
    /// The seconds that the window spans, the running one included.
    static let window: Int64 = 10

    /// The counts of the window's seconds; the second `s` is at `s % window`.
    private var counts = [Int](repeating: 0, count: Int(window))
    /// The newest second counted.
    private var newest: Int64 = 0
    /// The instant from which on the window counts; later than its beginning after an idle time.
    private var since = Timestamp(microseconds: 0)
    private var total = 0

    /// Counts `count` jobs that left at `now`.
    mutating func record(_ count: Int = 1, at now: Timestamp) {
        slide(to: now)
        // After an idle time the silence before the first job says nothing about how fast the workers are.
        if total == 0 { since = now }
        counts[Int(newest % Self.window)] += count
        total += count
    }

    /// Jobs a second over the window that ends at `now`; 0 when none left in it.
    func rate(at now: Timestamp) -> Double {
        var window = self
        window.slide(to: now)
        guard window.total > 0 else { return 0 }
        let start = max(since, Timestamp(seconds: window.newest - Self.window + 1))
        // Within the first second a few jobs would be taken for a rate that nothing bears out.
        return Double(window.total) / max(1, (now - start).inSeconds)
    }

    /// Moves the window so that it ends at `now`, forgetting the seconds that fall out.
    private mutating func slide(to now: Timestamp) {
        let second = max(0, now.microseconds / 1_000_000)
        guard second != newest else { return }
        // A clock set back a little goes on counting into the newest second; one set back far starts afresh.
        if second < newest, newest - second < Self.window { return }
        if second < newest || second - newest >= Self.window {
            for index in counts.indices { counts[index] = 0 }
            total = 0
        } else {
            for passed in (newest + 1)...second {
                let index = Int(passed % Self.window)
                total -= counts[index]
                counts[index] = 0
            }
        }
        newest = second
    }
}
