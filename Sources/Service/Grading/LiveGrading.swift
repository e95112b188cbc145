import Synchronization

/// The grading in force, which a reload replaces while jobs go on with the one they started with.
package final class LiveGrading: Sendable {
    private struct State {
        var grading: Grading
        var generation: UInt64 = 0
    }

    private let state: Mutex<State>

    /// Puts `grading` in force.
    package init(_ grading: Grading) { state = Mutex(State(grading: grading)) }

    /// The grading in force now.
    package var current: Grading { state.withLock { $0.grading } }

    /// The grading in force now, and how often it had been replaced before.
    package var snapshot: (grading: Grading, generation: UInt64) { state.withLock { ($0.grading, $0.generation) } }

    /// Puts `grading` in force for jobs that start from now on.
    package func replace(with grading: Grading) {
        state.withLock { state in
            state.grading = grading
            state.generation += 1
        }
    }
}
