/// Keeps evaluation steps beyond the life of the process. Whatever goes wrong inside is a list that cannot be read or is not
/// kept, never an error: no grade fails for it.
package protocol StepStore: Sendable {
    /// Returns the steps under `key`, or whether there are none or the store failed.
    func steps(_ key: StepKey) async -> StoredSteps

    /// Keeps `steps` unless there are some under `key` already, which another process may have written meanwhile.
    ///
    /// - Returns: The steps that hold from now on: those that were there first. Nil when the store failed.
    func keep(_ steps: WrittenSteps, under key: StepKey) async -> WrittenSteps?
}
