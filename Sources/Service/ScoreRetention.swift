import Logging
import ScoreStore
import Timing

/// Deletes the scores of the local store that are older than they may get.
///
/// Sleeps until the oldest score has come of age; with an empty store, until one written now would. Nothing is looked at
/// in between. A score may outlive its time by a hundredth of it, a minute at least and an hour at most, so that many are
/// deleted at once.
struct ScoreRetention: Sendable {
    let database: ScoreDatabase
    let retention: Duration
    let clock: any TimeSource
    let logger: Logger

    /// How long after its time a score may still be there.
    private var patience: Duration { min(max(retention / 100, .seconds(60)), .seconds(3_600)) }

    /// Deletes until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let next = await prune()
            do { try await clock.sleep(until: next) } catch { return }
        }
    }

    /// Deletes what is too old, and returns when to look again.
    func prune() async -> Timestamp {
        let now = clock.now()
        do throws(ScoreStoreError) {
            let count = try await database.deleteScores(before: now - retention)
            if count > 0 { logger.info("old scores deleted", metadata: ["scores": "\(count)"]) }
            let oldest = try await database.oldestScore()
            return max((oldest ?? now) + retention, now) + patience
        } catch {
            logger.error("old scores could not be deleted", metadata: ["error": "\(error.message)"])
            return now + patience
        }
    }
}
