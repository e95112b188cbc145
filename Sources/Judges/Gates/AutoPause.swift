import Evaluation
import JSON
import Timing

/// Whether a judge is paused: counts failures in a row by reason, pauses, lets one probe through when the time is up,
/// and resumes on its success. A value; the caller holds the lock.
///
/// A count is of failures of one reason without a success between; failures of other reasons neither raise nor clear it.
/// A reply without a verdict still shows that the credentials, the quota and the rate are fine, so it clears those. What
/// was asked before a pause began, and ends later, counts for nothing.
struct AutoPause: Sendable {
    /// The permission to ask the model; to be given back with `leave`.
    struct Pass: Sendable {
        fileprivate var epoch: UInt64
        fileprivate var isProbe: Bool
    }

    /// What became of asking for a pass.
    enum Entry: Sendable {
        case pass(Pass)
        case refused(JudgePause)
    }

    /// What an outcome changed.
    enum Change: Sendable, Equatable {
        case none
        case paused(JudgePause)
        case resumed(JudgePause)
    }

    private let policy: PausePolicy
    private var counts: [PauseReason: Int] = [:]
    /// Rises whenever a pause begins or ends.
    private var epoch: UInt64 = 0
    private(set) var pause: JudgePause?

    init(policy: PausePolicy) { self.policy = policy }

    /// Asks for a pass at `now`.
    mutating func enter(at now: Timestamp) -> Entry {
        guard let current = pause else { return .pass(Pass(epoch: epoch, isProbe: false)) }
        guard now >= current.until, !current.isProbing else { return .refused(current) }
        pause?.isProbing = true
        return .pass(Pass(epoch: epoch, isProbe: true))
    }

    /// Gives `pass` back with what came of it; nil when it was cut off and says nothing.
    mutating func leave(_ pass: Pass, _ outcome: GradeOutcome?, at now: Timestamp) -> Change {
        guard pass.epoch == epoch else { return .none }
        let evidence = outcome.map(Evidence.init) ?? .silence
        return pass.isProbe ? endProbe(evidence, now) : count(evidence, now)
    }

    /// Whether failures of this reason can lead to a pause.
    func watches(_ reason: PauseReason) -> Bool { policy.limits[reason] != nil }

    private mutating func count(_ evidence: Evidence, _ now: Timestamp) -> Change {
        switch evidence {
        case .success: counts = [:]
        case .reply: forgiveAllButUnparseable()
        case .failure(let reason, let failure):
            if reason == .unparseable { forgiveAllButUnparseable() }
            let failures = counts[reason, default: 0] + 1
            counts[reason] = failures
            guard let limit = policy.limits[reason], failures >= limit else { return .none }
            return .paused(begin(reason, failures, failure, now))
        case .outage, .silence: break
        }
        return .none
    }

    private mutating func begin(
        _ reason: PauseReason, _ failures: Int, _ failure: GradeFailure, _ now: Timestamp
    ) -> JudgePause {
        epoch += 1
        counts = [:]
        let begun = JudgePause(
            reason: reason, failures: failures, cause: failure.message, since: now,
            until: now + wait(policy.first, failure), length: policy.first)
        pause = begun
        return begun
    }

    private mutating func endProbe(_ evidence: Evidence, _ now: Timestamp) -> Change {
        guard var current = pause else { return .none }
        current.isProbing = false
        switch evidence {
        case .success: return resume(current)
        case .reply where current.reason != .unparseable: return resume(current)
        case .failure(.unparseable, _) where current.reason != .unparseable:
            let change = resume(current)
            counts[.unparseable] = 1
            return change
        // A failure that never pauses keeps no pause up either; but it is no readable verdict.
        case .failure(let reason, let failure) where !watches(reason):
            guard current.reason == .unparseable else { return resume(current) }
            current.until = now + wait(current.length, failure)
        case .failure(let reason, let failure):
            current.reason = reason
            current.failures += 1
            current.cause = failure.message
            current.length = policy.next(after: current.length)
            current.until = now + wait(current.length, failure)
        case .outage: current.until = now + current.length
        // It says nothing, so whoever comes next is the probe.
        case .reply, .silence: break
        }
        pause = current
        return .none
    }

    private mutating func resume(_ ended: JudgePause) -> Change {
        epoch += 1
        counts = [:]
        pause = nil
        return .resumed(ended)
    }

    private mutating func forgiveAllButUnparseable() { counts = counts.filter { $0.key == .unparseable } }

    /// What the provider asks for counts when it is more, up to the longest pause.
    private func wait(_ length: Duration, _ failure: GradeFailure) -> Duration {
        max(length, min(failure.retryAfter ?? .zero, policy.longest))
    }
}

/// What an outcome shows about the model behind a judge.
private enum Evidence {
    /// A verdict.
    case success
    /// It answered, though the sample got no verdict and others may.
    case reply
    /// A failure that counts.
    case failure(PauseReason, GradeFailure)
    /// It could not be reached.
    case outage
    /// Nothing: it may not even have been asked.
    case silence

    init(_ outcome: GradeOutcome) {
        switch outcome {
        // A reply kept from earlier tells nothing about the model as it is now.
        case .graded(let grade): self = grade.metadata["cached"] == true ? .silence : .success
        case .skipped: self = .silence
        case .failed(let failure):
            if let reason = PauseReason(failure.code) {
                self = .failure(reason, failure)
                return
            }
            switch failure.code {
            case .refused, .contextTooLong: self = .reply
            case .timeout, .unavailable: self = .outage
            default: self = .silence
            }
        }
    }
}
