/// What a store says of the steps under a key.
package enum StoredSteps: Sendable, Equatable {
    /// There are some.
    case found(WrittenSteps)
    /// There are none, or none that can be read: whatever is kept next holds.
    case missing
    /// The store failed, and may hold steps all the same.
    case unreadable

    /// The steps; nil when they are not known.
    package var steps: WrittenSteps? { if case .found(let steps) = self { steps } else { nil } }
}
