import Evaluation
import JSON
import Synchronization
import WorkQueue

/// Remembers what the graders of a waiting job already said, so that its next attempt asks only those that failed.
///
/// Only jobs that wait for a retry have an entry. In memory only, and bounded: after a restart, or when there is no room,
/// every grader is asked again, which overwrites the same scores.
final class RetryMemory: Sendable {
    private struct Entry {
        /// The grading that was in force; a reload may have given a name to another grader.
        var generation: UInt64
        var outcomes: [String: GradeOutcome]
        var size: Int
    }

    private struct State {
        var entries: [Int64: Entry] = [:]
        var bytes = 0

        mutating func forget(_ serial: Int64) {
            guard let entry = entries.removeValue(forKey: serial) else { return }
            bytes -= entry.size
        }
    }

    private let maximumBytes: Int
    private let state = Mutex(State())

    /// Creates an empty memory for about `maximumBytes` of what graders said.
    init(maximumBytes: Int = 16 << 20) {
        self.maximumBytes = maximumBytes
    }

    /// What graders of this generation said of the job so far, by the name of the grader.
    func outcomes(of job: Job, generation: UInt64) -> [String: GradeOutcome] {
        state.withLock { state in
            guard let entry = state.entries[job.serial], entry.generation == generation else { return [:] }
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
            // What it depends on may be an aggregate, which is made anew.
            if result.grader.prerequisite != nil, case .skipped = result.outcome { continue }
            kept[result.grader.name] = result.outcome
        }
        let size = kept.reduce(100) { $0 + $1.key.utf8.count + $1.value.size }
        let entry = Entry(generation: generation, outcomes: kept, size: size)
        state.withLock { state in
            state.forget(job.serial)
            guard state.bytes + size <= maximumBytes else { return }
            state.entries[job.serial] = entry
            state.bytes += size
        }
    }

    /// Forgets the job.
    func forget(_ job: Job) {
        state.withLock { $0.forget(job.serial) }
    }

    /// The number of jobs remembered.
    var count: Int { state.withLock { $0.entries.count } }
}

extension GradeOutcome {
    /// About the bytes of it.
    fileprivate var size: Int {
        switch self {
        case .graded(let grade):
            let label = if case .categorical(let text) = grade.value { text.utf8.count } else { 0 }
            let metadata = grade.metadata.isEmpty ? 0 : JSONValue.object(grade.metadata).text.utf8.count
            return 100 + label + (grade.comment?.utf8.count ?? 0) + metadata
        case .failed(let failure): return 100 + failure.message.utf8.count
        case .skipped(let reason): return 50 + reason.utf8.count
        }
    }
}
