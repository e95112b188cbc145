/// Keeps evaluation steps beyond the life of the process. Whatever goes wrong inside is a list not found or not kept, never
/// an error: no grade fails for it.
package protocol StepStore: Sendable {
    /// Returns the steps under `key`; nil when there are none, or none that can be read.
    func steps(_ key: StepKey) async -> WrittenSteps?

    /// Keeps `steps` unless there are some under `key` already, which another process may have written meanwhile.
    ///
    /// - Returns: The steps that hold from now on: those that were there first.
    func keep(_ steps: WrittenSteps, under key: StepKey) async -> WrittenSteps
}
