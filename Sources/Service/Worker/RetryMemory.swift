import Evaluation
import Synchronization
import WorkQueue

/// Remembers what the graders of a waiting job already said, so that its next attempt asks only those that failed.
///
/// Only jobs that wait for a retry have an entry. In memory only; after a restart every grader is asked again, which
/// overwrites the same scores.
final class RetryMemory: Sendable {
    private struct Entry {
        /// The grading that was in force; a reload may have given a name to another grader.
        var generation: UInt64
        var outcomes: [String: GradeOutcome]
    }

    private let entries = Mutex<[Int64: Entry]>([:])

    /// What graders of this generation said of the job so far, by the name of the grader.
    func outcomes(of job: Job, generation: UInt64) -> [String: GradeOutcome] {
        entries.withLock { entries in
            guard let entry = entries[job.serial], entry.generation == generation else { return [:] }
            return entry.outcomes
        }
    }

    /// Keeps those of `results` that another attempt would not change. Aggregates are always made anew: their parts
    /// may have changed.
    func remember(_ results: [GraderResult], of job: Job, generation: UInt64) {
        var kept: [String: GradeOutcome] = [:]
        for result in results {
            guard case .grader = result.grader.grader else { continue }
            if case .failed(let failure) = result.outcome, failure.isTransient { continue }
            kept[result.grader.name] = result.outcome
        }
        let entry = Entry(generation: generation, outcomes: kept)
        entries.withLock { $0[job.serial] = entry }
    }

    /// Forgets the job.
    func forget(_ job: Job) {
        entries.withLock { $0[job.serial] = nil }
    }

    /// The number of jobs remembered.
    var count: Int { entries.withLock { $0.count } }
}
