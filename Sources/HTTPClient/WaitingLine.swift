import HeapModule

/// Those who wait for their turn, each under the number of its arrival. Whoever keeps the line guards it with a lock.
///
/// Joining and being called cost O(log n), leaving early O(1): the number of one who has left is passed over when its turn
/// comes. One who comes back with an old number stands before all younger ones.
package struct WaitingLine<Waiter: Sendable>: Sendable {
    private var turns = Heap<UInt64>()
    private var waiters: [UInt64: Waiter] = [:]

    /// Creates an empty line.
    package init() {}

    /// How many wait.
    package var count: Int { waiters.count }

    /// Puts `waiter` where `number` belongs. No other one in the line has this number.
    package mutating func join(_ number: UInt64, _ waiter: Waiter) {
        // Numbers of those who have left must not pile up while nobody is called.
        if turns.count > 2 * waiters.count + 64 { turns = Heap(waiters.keys) }
        turns.insert(number)
        waiters[number] = waiter
    }

    /// Takes out the one with the lowest number; nil when nobody waits.
    package mutating func removeFirst() -> Waiter? {
        while let number = turns.popMin() {
            if let waiter = waiters.removeValue(forKey: number) { return waiter }
        }
        return nil
    }

    /// Takes out the one with `number`; nil when it does not wait.
    package mutating func remove(_ number: UInt64) -> Waiter? { waiters.removeValue(forKey: number) }

    /// Takes out all of them, the lowest number first.
    package mutating func removeAll() -> [Waiter] {
        var all: [Waiter] = []
        all.reserveCapacity(waiters.count)
        while let waiter = removeFirst() { all.append(waiter) }
        return all
    }
}
