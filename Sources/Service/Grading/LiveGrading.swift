import Synchronization

/// The grading in force, which a reload replaces while jobs go on with the one they started with.
package final class LiveGrading: Sendable {
    private let value: Mutex<Grading>

    /// Puts `grading` in force.
    package init(_ grading: Grading) { value = Mutex(grading) }

    /// The grading in force now.
    package var current: Grading { value.withLock { $0 } }

    /// Puts `grading` in force for jobs that start from now on.
    package func replace(with grading: Grading) { value.withLock { $0 = grading } }
}
