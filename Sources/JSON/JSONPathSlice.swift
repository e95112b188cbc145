/// The places a slice selects of an array (RFC 9535, section 2.3.4.2.2).
struct JSONPathSlice {
    private let first: Int
    /// The place at which it ends, itself not selected.
    private let end: Int
    private let step: Int

    /// Places a slice on an array of `count` elements; bounds count from the end when they are negative.
    init(_ start: Int?, _ end: Int?, _ step: Int, count: Int) {
        func normalized(_ bound: Int) -> Int { bound < 0 ? count + bound : bound }
        if step > 0 {
            first = min(max(normalized(start ?? 0), 0), count)
            self.end = min(max(normalized(end ?? count), 0), count)
        } else if step < 0 {
            first = min(max(start.map(normalized) ?? count - 1, -1), count - 1)
            self.end = min(max(end.map(normalized) ?? -1, -1), count - 1)
        } else {
            // A step of zero selects nothing.
            (first, self.end) = (0, 0)
        }
        self.step = step == 0 ? 1 : step
    }

    /// The places in the order they are selected.
    var positions: StrideTo<Int> { stride(from: first, to: end, by: step) }

    /// Whether `position` is one of them, by arithmetic.
    func contains(_ position: Int) -> Bool {
        let isWithin = step > 0 ? first <= position && position < end : end < position && position <= first
        return isWithin && (position - first) % step == 0
    }
}
