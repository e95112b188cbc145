import Evaluation
import Synchronization

/// Remembers what the graders of a waiting job already said, so that its next attempt asks only those that failed.
///
/// Bounded by the queue: only jobs that wait for a retry have an entry. In memory only; after a restart every grader
/// is asked again, which overwrites the same scores.
final class RetryMemory: Sendable {
    private let outcomes = Mutex<[String: [String: GradeOutcome]]>([:])

    /// What graders said of the job so far, by the name of the grader.
    func outcomes(of jobID: String) -> [String: GradeOutcome] {
        outcomes.withLock { $0[jobID] ?? [:] }
    }

    /// Keeps those of `results` that another attempt would not change. Aggregates are always made anew: their parts
    /// may have changed.
    func remember(_ results: [GraderResult], of jobID: String) {
        var kept: [String: GradeOutcome] = [:]
        for result in results {
            guard case .grader = result.grader.grader else { continue }
            if case .failed(let failure) = result.outcome, failure.isTransient { continue }
            kept[result.grader.name] = result.outcome
        }
        outcomes.withLock { $0[jobID] = kept }
    }

    /// Forgets the job.
    func forget(_ jobID: String) {
        outcomes.withLock { _ = $0.removeValue(forKey: jobID) }
    }

    /// The number of jobs remembered.
    var count: Int { outcomes.withLock { $0.count } }
}
