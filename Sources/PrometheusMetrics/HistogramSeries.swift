import CoreMetrics
import Synchronization

/// One histogram, filled through swift-metrics' timers (in seconds) and aggregating recorders.
final class HistogramSeries: RecorderHandler, TimerHandler {
    /// A count of its own allocation, so that an array can hold it.
    private final class Count: Sendable {
        let value = Atomic<Int64>(0)
    }

    private let bounds: [Double]
    /// One count for each bound, and one for what exceeds them all.
    private let counts: [Count]
    private let sum = AtomicDouble()

    /// Creates a histogram whose buckets end at `bounds`, which ascend.
    init(bounds: [Double]) {
        self.bounds = bounds
        counts = (0...bounds.count).map { _ in Count() }
    }

    func record(_ value: Int64) { record(Double(value)) }

    /// Counts an observation. One that is not finite is left out: it would spoil the sum for good.
    func record(_ value: Double) {
        guard value.isFinite else { return }
        // A dozen comparisons in a row are faster than a binary search over as few.
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts[index].value.wrappingAdd(1, ordering: .relaxed)
        sum.add(value)
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    var value: SampleValue {
        .histogram(
            HistogramSnapshot(
                bounds: bounds, counts: counts.map { $0.value.load(ordering: .relaxed) }, sum: sum.value))
    }
}
