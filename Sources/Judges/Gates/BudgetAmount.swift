package import ChatModels

/// A limit with what is spent of it.
package struct BudgetAmount: Sendable, Equatable {
    /// The limit.
    package var limit: Budget.Limit
    /// What is spent, in the limit's unit.
    package var spent: Double
}
