/// Something measured on two sequences of units, whatever a unit is. It may keep count of its work.
protocol PairMeasure {
    associatedtype Value

    /// Measures two sequences; units are ASCII bytes, or numbers as `TextUnit` gives them.
    mutating func measure<Unit: BitParallelUnit>(
        _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>
    ) -> Value
}

extension PairMeasure {
    /// Measures two texts as sequences of `unit`.
    mutating func measure(_ left: String, _ right: String, unit: TextUnit = .scalars) -> Value {
        guard unit == .scalars else {
            var names = UnitNames()
            let left = unit.split(left, &names)
            let right = unit.split(right, &names)
            return left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { measure(left, $0) } }
        }
        var left = left
        var right = right
        return left.withUTF8 { left in
            right.withUTF8 { right in
                ScalarDecoding.isASCII(left) && ScalarDecoding.isASCII(right)
                    ? measure(left, right)
                    : ScalarDecoding.with(left) { left in ScalarDecoding.with(right) { measure(left, $0) } }
            }
        }
    }
}
