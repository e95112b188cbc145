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
        /// The least share of the traces about which a kept reply could be asked for.
        var keptRate = 1.0
    }

    @TaskLocal static var current: CallTerms?

    /// Whether models may be called; otherwise only replies that were kept will do.
    let mayCall: Bool
    /// The share of the traces for which models may be called now.
    let sampleRate: Double

    private let state = Mutex(State())

    /// Sets the terms of one grade.
    init(mayCall: Bool, sampleRate: Double) {
        self.mayCall = mayCall
        self.sampleRate = sampleRate
    }

    /// Whether every reply that was wanted was there.
    var isComplete: Bool { state.withLock { !$0.hasMissed } }

    /// The share of the traces in which there is such a grade.
    ///
    /// One that took a call is there as long as calls may be made. One made of kept replies only would be there now
    /// whatever may be spent, so it hangs on the time at which they were asked for, unless more may be asked for by now: a
    /// repeated delivery weighs as much as the first.
    var resultingRate: Double { state.withLock { $0.hasCalled ? sampleRate : max(sampleRate, $0.keptRate) } }

    /// Notes a reply, which could be asked for about this share of the traces when the model gave it.
    func note(isKept: Bool, sampleRate: Double) {
        state.withLock { state in
            if isKept { state.keptRate = min(state.keptRate, sampleRate) } else { state.hasCalled = true }
        }
    }

    /// Notes that no reply came.
    func noteMiss() { state.withLock { $0.hasMissed = true } }
}
