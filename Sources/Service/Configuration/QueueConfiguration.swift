import JSON

/// The `queue` section.
package struct QueueConfiguration: Sendable {
    /// Where jobs are kept.
    package enum Backend: String, Sendable, CaseIterable { case memory }

    /// Where jobs are kept.
    package var backend = Backend.memory
    /// The most jobs, those on loan and those that wait for a retry included.
    package var capacity = 100_000
    /// The most bytes of events.
    package var maximumBytes = 256 << 20
    /// Jobs graded side by side; 0 only accepts, for measuring the door.
    package var workers = 16
    /// How often a job is tried before it is a dead letter.
    package var maximumAttempts = 8
    /// The longest wait before the second attempt; it doubles with each further one.
    package var backoffBase: Duration = .seconds(1)
    /// The longest wait before any attempt.
    package var backoffCap: Duration = .seconds(300)
    /// How many dead letters are kept; the oldest are dropped first.
    package var deadLetters = 10_000

    /// Reads the section; a key left out keeps its default. A queue that cannot hold an event of `maximumBodyBytes` is
    /// refused: its sender would be told to come back for ever.
    static func read(_ source: JSONReader?, maximumBodyBytes: Int) throws(JSONReadError) -> QueueConfiguration {
        var section = QueueConfiguration()
        section.maximumBytes = max(section.maximumBytes, maximumBodyBytes)
        guard var reader = source else { return section }
        section.backend = try reader.choice("backend", default: section.backend)
        section.capacity = try reader.count("capacity", default: section.capacity, in: 1...100_000_000)
        section.maximumBytes = try reader.size("max_bytes", default: section.maximumBytes)
        guard section.maximumBytes >= maximumBodyBytes else {
            throw reader.error(
                "max_bytes",
                "an event of `server.max_body_bytes`, \(maximumBodyBytes), would never fit; expected at least as much")
        }
        section.workers = try reader.count("workers", default: section.workers, in: 0...10_000)
        section.maximumAttempts = try reader.count("max_attempts", default: section.maximumAttempts, in: 1...1_000)
        if var backoff = try reader.reader("backoff") {
            section.backoffBase = try backoff.duration(
                "base", default: section.backoffBase, in: .milliseconds(1) ... .seconds(3_600))
            section.backoffCap = try backoff.duration(
                "cap", default: section.backoffCap, in: section.backoffBase ... .seconds(86_400))
            try backoff.finish()
        }
        section.deadLetters = try reader.count("dead_letters", default: section.deadLetters, in: 0...10_000_000)
        try reader.finish()
        return section
    }
}
