import Synchronization

/// Keeps numbers in the order they are noted.
final class Journal: Sendable {
    private let kept = Mutex<[Int]>([])

    var notes: [Int] { kept.withLock { $0 } }

    func note(_ number: Int) { kept.withLock { $0.append(number) } }
}
