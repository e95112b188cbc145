import Synchronization

/// Counts from any thread.
package final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    private let highest = Atomic<Int>(0)

    /// Starts at zero.
    package init() {}

    /// The count.
    package var value: Int { count.load(ordering: .sequentiallyConsistent) }

    /// The highest count there ever was.
    package var peak: Int { highest.load(ordering: .sequentiallyConsistent) }

    /// Adds one and returns the new count.
    @discardableResult package func increment() -> Int {
        let value = count.add(1, ordering: .sequentiallyConsistent).newValue
        highest.max(value, ordering: .sequentiallyConsistent)
        return value
    }

    /// Takes one away.
    package func decrement() { count.subtract(1, ordering: .sequentiallyConsistent) }
}
