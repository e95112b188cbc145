/// Something measured on two sequences of units, whatever a unit is.
protocol PairMeasure {
    associatedtype Value

    /// Measures two sequences; units are ASCII bytes, or numbers as `TextUnit` gives them.
    func measure<Unit: BitParallelUnit>(
        _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>
    ) -> Value
}

extension PairMeasure {
    /// Measures two texts as sequences of `unit`.
    func measure(_ left: String, _ right: String, unit: TextUnit = .scalars) -> Value {
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

/// Takes valid UTF-8 apart into scalars, without an allocation for each.
enum ScalarDecoding {
    /// Whether `bytes` are ASCII.
    static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // Without an early end the compiler looks at many bytes at once.
        bytes.reduce(0 as UInt8) { $0 | $1 } < 0x80
    }

    /// Decodes valid UTF-8 and lends the scalars to `body`.
    static func with<T>(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt32>) -> T) -> T {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: bytes.count) { scalars in
            var index = 0
            var count = 0
            while index < bytes.count {
                let lead = UInt32(bytes[index])
                let scalar: UInt32
                switch lead {
                case ..<0x80:
                    scalar = lead
                    index += 1
                case ..<0xE0:
                    scalar = (lead & 0x1F) << 6 | continuation(bytes, index + 1)
                    index += 2
                case ..<0xF0:
                    let middle = continuation(bytes, index + 1) << 6
                    scalar = (lead & 0x0F) << 12 | middle | continuation(bytes, index + 2)
                    index += 3
                default:
                    let middle = continuation(bytes, index + 1) << 12 | continuation(bytes, index + 2) << 6
                    scalar = (lead & 0x07) << 18 | middle | continuation(bytes, index + 3)
                    index += 4
                }
                scalars.initializeElement(at: count, to: scalar)
                count += 1
            }
            return body(UnsafeBufferPointer(rebasing: scalars[..<count]))
        }
    }

    private static func continuation(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32 {
        UInt32(bytes[index] & 0x3F)
    }
}
