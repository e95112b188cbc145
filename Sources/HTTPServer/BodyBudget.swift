import Synchronization

/// The memory that all request bodies of a listener may take together, whoever sends them.
///
/// A body is read before anybody knows who sent it, so the limit for one body and the one for connections bound the
/// memory only by their product.
struct BodyBudget: ~Copyable, Sendable {
    private let limit: Int
    private let taken = Atomic<Int>(0)

    /// Creates a budget of `limit` bytes, all of it left.
    init(limit: Int) { self.limit = limit }

    /// The bytes taken and not given back.
    var bytesTaken: Int { taken.load(ordering: .relaxed) }

    /// Takes `count` bytes, all or none.
    ///
    /// - Returns: whether they were left.
    func take(_ count: Int) -> Bool {
        guard taken.add(count, ordering: .relaxed).newValue > limit else { return true }
        giveBack(count)
        return false
    }

    /// Gives back what was taken.
    func giveBack(_ count: Int) { taken.subtract(count, ordering: .relaxed) }
}
