import Synchronization
package import Timing

/// Counts what judges spend, each for itself and all together, by every report of a call that reaches it.
///
/// A call is charged when it ends, to the day on which it ends. Failed calls count as calls; what they cost is not told
/// by providers, so neither is it counted. With a ledger the amounts outlive the process: they are written behind, at
/// most about a second after the call, so a process that is killed forgets that second. Safe to use from any task.
package final class SpendMeter: ChatModelObserver {
    private struct Key: Hashable {
        var judge: String
        var day: Int64
    }

    private struct State {
        var all: SpendTally
        var judges: [String: SpendTally] = [:]
        /// What the ledger does not have yet.
        var unwritten: [Key: Spend] = [:]
    }

    /// How long amounts gather before they are written.
    private static let gathering = Duration.seconds(1)
    /// How long a ledger that failed is left alone.
    private static let patience = Duration.seconds(30)

    private let clock: any TimeSource
    private let ledger: (any SpendLedger)?
    private let state: Mutex<State>
    private let (signals, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// Creates a meter. Without a ledger a restart begins at nothing.
    package init(clock: any TimeSource, ledger: (any SpendLedger)? = nil) {
        self.clock = clock
        self.ledger = ledger
        state = Mutex(State(all: SpendTally(at: clock.now())))
    }

    /// Reads what the ledger has for this month. Call it once, before anything is spent.
    package func load() async throws {
        guard let ledger else { return }
        let now = clock.now()
        let entries = try await ledger.entries(since: now.startOfUTCMonth.utcDay)
        state.withLock { state in
            for entry in entries {
                state.all.restore(entry.spend, day: entry.day)
                state.judges[entry.judge, default: SpendTally(at: now)].restore(entry.spend, day: entry.day)
            }
        }
    }

    package func callFinished(_ report: ChatCallReport) {
        let tokens = Int64(report.promptTokens ?? 0) &+ Int64(report.completionTokens ?? 0)
        charge(Spend(dollars: report.cost ?? 0, tokens: tokens, calls: 1), to: report.judge ?? "")
    }

    /// What was spent in the `window` of `time`: by one judge, or by all when it is nil.
    package func spent(by judge: String?, in window: SpendWindow, at time: Timestamp) -> Spend {
        state.withLock { state in
            let tally = judge.map { state.judges[$0] } ?? state.all
            return tally?.spent(window, at: time) ?? Spend()
        }
    }

    /// Writes to the ledger until the task is cancelled, and once more then.
    package func run(onError: @Sendable (any Error) -> Void) async {
        guard ledger != nil else { return }
        for await _ in signals {
            try? await clock.sleep(for: Self.gathering)
            do {
                try await flush()
            } catch {
                onError(error)
                try? await clock.sleep(for: Self.patience)
                signal.yield()
            }
        }
        do { try await flush() } catch { onError(error) }
    }

    private func charge(_ spend: Spend, to judge: String) {
        let now = clock.now()
        state.withLock { state in
            state.all.add(spend, at: now)
            state.judges[judge, default: SpendTally(at: now)].add(spend, at: now)
            guard ledger != nil else { return }
            state.unwritten[Key(judge: judge, day: state.all.day), default: Spend()] += spend
        }
        if ledger != nil { signal.yield() }
    }

    /// Writes what the ledger lacks; it stays due when that fails.
    private func flush() async throws {
        let due = state.withLock { state in
            defer { state.unwritten = [:] }
            return state.unwritten
        }
        guard let ledger, !due.isEmpty else { return }
        do {
            try await ledger.add(due.map { SpendEntry(judge: $0.judge, day: $0.day, spend: $1) })
        } catch {
            state.withLock { $0.unwritten.merge(due) { $0 + $1 } }
            throw error
        }
    }
}
