import Evaluation
import Synchronization

/// Passes samples on to another grader and notes how many were under way at once.
final class WidthCounter: Grader {
    private let inner: any Grader
    private let state = Mutex((now: 0, widest: 0))

    init(_ inner: any Grader) { self.inner = inner }

    var scale: Scale { inner.scale }
    var requiredFields: [Sample.Field] { inner.requiredFields }
    let waits = true

    /// The most at once so far.
    var widest: Int { state.withLock { $0.widest } }

    func grade(_ sample: Sample) async -> GradeOutcome {
        state.withLock { state in
            state.now += 1
            state.widest = max(state.widest, state.now)
        }
        let outcome = await inner.grade(sample)
        state.withLock { $0.now -= 1 }
        return outcome
    }
}
