import CoreMetrics

/// One gauge, set and moved through swift-metrics' meters and non-aggregating recorders.
final class GaugeSeries: MeterHandler, RecorderHandler {
    private let number = AtomicDouble()

    init() {}

    var value: SampleValue { .number(number.value) }

    func set(_ value: Int64) { number.set(Double(value)) }
    func set(_ value: Double) { number.set(value) }
    func increment(by amount: Double) { number.add(amount) }
    func decrement(by amount: Double) { number.add(-amount) }
    func record(_ value: Int64) { number.set(Double(value)) }
    func record(_ value: Double) { number.set(value) }
}
