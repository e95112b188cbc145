package import ChatModels
import Synchronization

/// Adds up what calls to models took.
package final class CallCounter: ChatModelObserver {
    /// The sums.
    package struct Sums: Sendable, Equatable {
        /// Calls, the failed ones included.
        package var calls = 0
        /// Calls without a reply.
        package var failures = 0
        /// Tokens of prompts, as far as they were told.
        package var promptTokens = 0
        /// Tokens of replies, as far as they were told.
        package var completionTokens = 0
        /// US dollars; nil when a reply came without a price.
        package var cost: Double? = 0
    }

    private let state = Mutex(Sums())

    /// Creates a counter at zero.
    package init() {}

    /// The sums so far.
    package var sums: Sums { state.withLock { $0 } }

    package func callFinished(_ report: ChatCallReport) {
        state.withLock { sums in
            sums.calls += 1
            guard report.failure == nil else {
                sums.failures += 1
                return
            }
            sums.promptTokens += report.promptTokens ?? 0
            sums.completionTokens += report.completionTokens ?? 0
            sums.cost = report.cost.flatMap { cost in sums.cost.map { $0 + cost } }
        }
    }
}
