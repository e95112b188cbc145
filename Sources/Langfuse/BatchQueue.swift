import Evaluation

/// The scores that wait to be sent, and the writers that wait for them: the state of `ScoreBatcher`, used under its
/// lock. Continuations are returned, to be resumed when the lock is released.
struct BatchQueue {
    /// A writer's claim to the outcomes of its scores.
    typealias Ticket = Int
    typealias Continuation = CheckedContinuation<Turn, Never>

    /// What a writer does next.
    enum Turn: Sendable {
        /// Take a batch and send it.
        case lead
        /// Go home.
        case done([ScoreWriteOutcome])
    }

    /// A score with the place of its outcome.
    struct Entry: Sendable {
        var ticket: Ticket
        var position: Int
        var score: OutgoingScore
    }

    private struct Writer {
        var outcomes: [ScoreWriteOutcome?]
        var missing: Int
        var continuation: Continuation?
    }

    private let maximumLeaders: Int
    private let maximumBytes: Int
    private var writers: [Ticket: Writer] = [:]
    private var entries: [Entry] = []
    /// The entries before this one are taken; they are dropped in bulk.
    private var head = 0
    private var bytes = 0
    private var leaders = 0
    private var lastTicket = 0

    init(maximumLeaders: Int, maximumBytes: Int) {
        self.maximumLeaders = max(1, maximumLeaders)
        self.maximumBytes = maximumBytes
    }

    /// How many scores wait.
    var pendingCount: Int { entries.count - head }

    /// Adds a writer; nil when more would wait than may. One writer alone is always let in.
    mutating func enrol(_ scores: [OutgoingScore]) -> Ticket? {
        let size = scores.reduce(0) { $0 + $1.size }
        guard pendingCount == 0 || bytes + size <= maximumBytes else { return nil }
        lastTicket += 1
        bytes += size
        writers[lastTicket] = Writer(outcomes: Array(repeating: nil, count: scores.count), missing: scores.count)
        for (position, score) in scores.enumerated() {
            entries.append(Entry(ticket: lastTicket, position: position, score: score))
        }
        return lastTicket
    }

    /// What the writer does now; nil when it waits, and `continuation` is kept.
    ///
    /// A cancelled writer never leads: nothing it sends gets through, so it would take the same scores again and again.
    /// It goes home at once: see `abandon`.
    mutating func turn(of ticket: Ticket, isCancelled: Bool, else continuation: Continuation) -> Turn? {
        if let outcomes = leave(ticket) { return .done(outcomes) }
        if isCancelled { return .done(abandon(ticket)) }
        if leaders < maximumLeaders, pendingCount > 0 {
            leaders += 1
            return .lead
        }
        writers[ticket]?.continuation = continuation
        return nil
    }

    /// Sends a writer home that was cancelled while it waited; nil when it does not wait.
    mutating func dismiss(_ ticket: Ticket) -> (Continuation, Turn)? {
        guard let continuation = writers[ticket]?.continuation else { return nil }
        return (continuation, .done(abandon(ticket)))
    }

    /// Forgets a cancelled writer and returns its outcomes. Its scores that nobody has taken yet are withdrawn; of those
    /// on their way it does not wait to hear, and calls them not written.
    private mutating func abandon(_ ticket: Ticket) -> [ScoreWriteOutcome] {
        bytes -= entries[head...].reduce(0) { $0 + ($1.ticket == ticket ? $1.score.size : 0) }
        entries.removeSubrange(..<head)
        head = 0
        entries.removeAll { $0.ticket == ticket }
        let outcomes = writers.removeValue(forKey: ticket)?.outcomes ?? []
        return outcomes.map { $0 ?? .unavailable("writing to Langfuse was cancelled", retryAfter: nil) }
    }

    /// Takes the oldest scores, as many as fit; at least one when there is any.
    mutating func take(items: Int, bytes limit: Int) -> [Entry] {
        var end = head
        var size = 0
        while end < entries.count, end - head < max(1, items) {
            let next = entries[end].score.size
            guard end == head || size + next <= limit else { break }
            size += next
            end += 1
        }
        let batch = Array(entries[head..<end])
        bytes -= size
        head = end
        if head == entries.count || head > 4096 {
            entries.removeFirst(head)
            head = 0
        }
        return batch
    }

    /// Notes what became of a batch, gives the leader's slot back, and says whom to wake.
    ///
    /// When the leader was cancelled, the scores of others that were not sent for that reason wait again.
    mutating func finish(
        _ batch: [Entry], _ outcomes: [ScoreWriteOutcome], leader: Ticket, isCancelled: Bool
    ) -> [(Continuation, Turn)] {
        var wakeups: [(Continuation, Turn)] = []
        var returned: [Entry] = []
        for (entry, outcome) in zip(batch, outcomes) {
            if isCancelled, entry.ticket != leader, case .unavailable = outcome {
                // Nobody asks any more for the scores of a writer that has gone.
                if writers[entry.ticket] != nil { returned.append(entry) }
                continue
            }
            writers[entry.ticket]?.outcomes[entry.position] = outcome
            writers[entry.ticket]?.missing -= 1
            guard let continuation = writers[entry.ticket]?.continuation, let all = leave(entry.ticket) else {
                continue
            }
            wakeups.append((continuation, .done(all)))
        }
        if !returned.isEmpty {
            entries.replaceSubrange(..<head, with: returned)
            head = 0
            bytes += returned.reduce(0) { $0 + $1.score.size }
        }
        leaders -= 1
        return wakeups + nextLeaders()
    }

    /// Writers that wait and can lead, as many as there are free slots: owners of the oldest scores first.
    private mutating func nextLeaders() -> [(Continuation, Turn)] {
        var wakeups: [(Continuation, Turn)] = []
        for entry in entries[head...] {
            guard leaders < maximumLeaders else { break }
            guard let continuation = writers[entry.ticket]?.continuation else { continue }
            writers[entry.ticket]?.continuation = nil
            leaders += 1
            wakeups.append((continuation, .lead))
        }
        return wakeups
    }

    /// The writer's outcomes, when all are there; it is forgotten then.
    private mutating func leave(_ ticket: Ticket) -> [ScoreWriteOutcome]? {
        guard let writer = writers[ticket], writer.missing == 0 else { return nil }
        writers[ticket] = nil
        return writer.outcomes.compactMap(\.self)
    }
}
