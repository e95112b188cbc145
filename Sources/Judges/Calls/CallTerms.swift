import Cryptography
import Synchronization

/// The terms on which one grade may call models, and what the gate that sets them has to know of the calls afterwards.
///
/// They hang at the task, and so reach every call that a grade makes, side by side or one after the other. Without terms
/// every call may be made. Safe to use from any task.
final class CallTerms: Sendable {
    private struct State {
        /// Whether a reply was wanted that there was none of.
        var hasMissed = false
        /// Whether a reply came that was not kept.
        var hasCalled = false
        /// Whether a kept reply came that another trace had asked for.
        var hasOthers = false
        /// The least share of the traces about which a kept reply could be asked for when this trace did so; nil when it had
        /// asked for none of them.
        var ownRate: Double?
    }

    @TaskLocal static var current: CallTerms?

    /// Whether models may be called; otherwise only replies that were kept will do.
    let mayCall: Bool
    /// The share of the traces for which models may be called now.
    let sampleRate: Double
    /// Whose grade it is: `asker(judge:traceID:)`.
    let asker: String

    private let takesOthers: Bool
    private let state = Mutex(State())

    /// Sets the terms of one grade. Unless it `takesOthers`, kept replies will do only when it had asked for some of them
    /// itself: it is then a repeat. Else a trace that is left out would be graded because of one that is like it and in the
    /// share, and whose weight stands for both.
    init(mayCall: Bool, takesOthers: Bool = true, sampleRate: Double, asker: String) {
        self.mayCall = mayCall
        self.takesOthers = takesOthers
        self.sampleRate = sampleRate
        self.asker = asker
    }

    /// Names the grade by `judge` of the trace with this id, by 16 hexadecimal digits of a SHA-256: what is kept does not
    /// tell which trace it was.
    static func asker(judge: String, traceID: String) -> String {
        Hex.encode(MessageDigest.sha256(Array("\(judge)\u{0}\(traceID)".utf8)).prefix(8))
    }

    /// Whether every reply that was wanted was there and may be used.
    var isComplete: Bool {
        state.withLock { !$0.hasMissed && (takesOthers || $0.ownRate != nil || !$0.hasOthers) }
    }

    /// The share of the traces in which there is such a grade.
    ///
    /// One that took a call is there as long as calls may be made, and so is one made of replies that others asked for. One
    /// that repeats an earlier one by its own replies would be there whatever may be spent now, so it hangs on the time at
    /// which they were asked for, unless more may be asked for by now. One that wanted no reply is always there.
    var resultingRate: Double {
        state.withLock { state in
            if state.hasCalled { return sampleRate }
            if let own = state.ownRate { return max(sampleRate, own) }
            return state.hasOthers ? sampleRate : 1
        }
    }

    /// Notes a reply, which could be asked for about this share of the traces when the model gave it to `asker`.
    func note(isKept: Bool, sampleRate: Double, asker: String?) {
        state.withLock { state in
            if !isKept {
                state.hasCalled = true
            } else if asker == self.asker {
                state.ownRate = min(state.ownRate ?? 1, sampleRate)
            } else {
                state.hasOthers = true
            }
        }
    }

    /// Notes that no reply came.
    func noteMiss() { state.withLock { $0.hasMissed = true } }
}
