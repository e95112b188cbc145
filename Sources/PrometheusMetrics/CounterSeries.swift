import CoreMetrics
import Synchronization

/// One counter: whole steps and fractions are kept apart, so that whole counts stay exact and cost one addition.
final class CounterSeries: CounterHandler, FloatingPointCounterHandler {
    private let whole = Atomic<Int64>(0)
    private let fraction = AtomicDouble()

    init() {}

    /// Adds `amount`; nothing when it is negative, since a total only grows.
    func increment(by amount: Int64) {
        if amount > 0 { whole.wrappingAdd(amount, ordering: .relaxed) }
    }

    /// Adds `amount`; nothing when it is negative or not finite.
    func increment(by amount: Double) {
        if amount > 0, amount.isFinite { fraction.add(amount) }
    }

    func reset() {
        whole.store(0, ordering: .relaxed)
        fraction.set(0)
    }

    var value: SampleValue {
        let (whole, fraction) = (whole.load(ordering: .relaxed), fraction.value)
        return fraction == 0 ? .integer(whole) : .number(Double(whole) + fraction)
    }
}
