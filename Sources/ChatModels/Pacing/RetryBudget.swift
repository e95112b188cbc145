import Timing

/// Bounds the retries of all calls together, so that a server in trouble is not asked several times as much as a healthy
/// one: to a fifth of the calls of the last minute, plus a constant.
///
/// The share is that of Finagle's budget (https://twitter.github.io/finagle/docs/com/twitter/finagle/service/RetryBudget.html);
/// gRPC throttles by the same idea (https://github.com/grpc/proposal/blob/master/A6-client-retries.md#throttling-retry-attempts-and-hedged-rpcs).
/// The constant is twice the places, at least 10: halving the limit from the top to the bottom refuses that many calls at
/// most, and these are to be asked again.
struct RetryBudget: Sendable {
    private struct Slot {
        var number: Int64 = -1
        var calls = 0
        var retries = 0
    }

    private static let share = 0.2
    private static let slotSeconds: Int64 = 6
    private static let slotCount: Int64 = 10

    private var slots = Array(repeating: Slot(), count: Int(slotCount))
    private var constant: Int

    /// Creates a budget for so many calls under way.
    init(maximumConcurrency: Int) { constant = Self.constant(maximumConcurrency) }

    /// Takes another number of places.
    mutating func set(maximumConcurrency: Int) { constant = Self.constant(maximumConcurrency) }

    /// Notes a call, not its retries.
    mutating func callBegan(_ now: Timestamp) { slots[slot(now)].calls += 1 }

    /// Whether one more retry is within the budget; it is then noted.
    mutating func takeRetry(_ now: Timestamp) -> Bool {
        let index = slot(now)
        let oldest = slots[index].number - Self.slotCount + 1
        var calls = 0
        var retries = 0
        for slot in slots where slot.number >= oldest {
            calls += slot.calls
            retries += slot.retries
        }
        guard Double(retries) < Double(calls) * Self.share + Double(constant) else { return false }
        slots[index].retries += 1
        return true
    }

    private static func constant(_ maximumConcurrency: Int) -> Int { max(10, 2 * maximumConcurrency) }

    private mutating func slot(_ now: Timestamp) -> Int {
        let number = now.microseconds / 1_000_000 / Self.slotSeconds
        let index = Int((number % Self.slotCount + Self.slotCount) % Self.slotCount)
        if slots[index].number != number { slots[index] = Slot(number: number) }
        return index
    }
}
