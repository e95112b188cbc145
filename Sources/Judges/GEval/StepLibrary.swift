import Evaluation

/// The evaluation steps that models have written, for the life of the process: the same criterion gets the same steps,
/// since scores by other steps are not the same measurement.
actor StepLibrary {
    /// The library of the process.
    static let shared = StepLibrary()

    /// The most lists of steps that are kept; of more the oldest goes.
    static let maximumCount = 1000

    private enum Entry {
        case written([String])
        /// Somebody is writing; these wait for it.
        case underway([CheckedContinuation<Result<[String], GradeFailure>, Never>])
    }

    private var entries: [String: Entry] = [:]
    private var order: [String] = []

    /// The steps kept for `key`, else those that `write` makes. Whoever asks for the same while they are being written
    /// gets what comes of that, a failure included; a failure is not kept.
    func steps(
        for key: String, _ write: @Sendable () async -> Result<[String], GradeFailure>
    ) async -> Result<[String], GradeFailure> {
        switch entries[key] {
        case .written(let steps): return .success(steps)
        case .underway(let waiting):
            return await withCheckedContinuation { entries[key] = .underway(waiting + [$0]) }
        case nil: break
        }
        entries[key] = .underway([])
        let result = await write()
        settle(key, result)
        return result
    }

    /// The steps kept for `key`; nil when none have been written.
    func known(for key: String) -> [String]? {
        if case .written(let steps) = entries[key] { steps } else { nil }
    }

    private func settle(_ key: String, _ result: Result<[String], GradeFailure>) {
        guard case .underway(let waiting) = entries.removeValue(forKey: key) else { return }
        if case .success(let steps) = result {
            entries[key] = .written(steps)
            order.append(key)
            if order.count > Self.maximumCount { entries[order.removeFirst()] = nil }
        }
        for continuation in waiting { continuation.resume(returning: result) }
    }
}
