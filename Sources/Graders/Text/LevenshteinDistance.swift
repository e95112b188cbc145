/// The least number of insertions, deletions and substitutions of Unicode scalars that turn one text into another.
///
/// Equals RapidFuzz's `Levenshtein`. Takes time proportional to n × m / 64 and memory to n + m.
package struct LevenshteinDistance: Sendable, Equatable {
    /// The number of edits.
    package let edits: Int
    /// The length of the longer text in scalars; the largest number of edits possible.
    package let longerLength: Int

    /// The product of the lengths, without what both have in common at their ends, above which nothing is computed:
    /// 2^30, two texts of 32,768 scalars, some 50 ms of work.
    package static let maximumProduct = 1 << 30

    /// 1 − edits / longer length: 1 for equal texts, two empty ones included, 0 when nothing is in common.
    package var similarity: Double { longerLength == 0 ? 1 : 1 - Double(edits) / Double(longerLength) }

    /// Measures two texts; nil when they are too long (`maximumProduct`).
    package init?(_ left: String, _ right: String) {
        var left = left
        var right = right
        let measured = left.withUTF8 { left in
            right.withUTF8 { right in
                left.allSatisfy { $0 < 0x80 } && right.allSatisfy { $0 < 0x80 }
                    ? Self.measure(left, right)
                    : Self.withScalars(left) { left in Self.withScalars(right) { Self.measure(left, $0) } }
            }
        }
        guard let measured else { return nil }
        (edits, longerLength) = measured
    }

    private static func measure<Unit: BitParallelUnit>(
        _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>
    ) -> (edits: Int, longerLength: Int)? {
        let (shorter, longer) = left.count <= right.count ? (left, right) : (right, left)
        // What both share at either end costs nothing and need not be looked at again.
        var start = 0
        while start < shorter.count && shorter[start] == longer[start] { start += 1 }
        var end = 0
        while end < shorter.count - start && shorter[shorter.count - 1 - end] == longer[longer.count - 1 - end] {
            end += 1
        }
        let pattern = UnsafeBufferPointer(rebasing: shorter[start..<(shorter.count - end)])
        let text = UnsafeBufferPointer(rebasing: longer[start..<(longer.count - end)])
        guard !pattern.isEmpty else { return (text.count, longer.count) }
        guard pattern.count <= maximumProduct / text.count else { return nil }
        return (BitParallelDistance.edits(pattern: pattern, text: text), longer.count)
    }

    /// Decodes valid UTF-8 into scalars.
    private static func withScalars<T>(
        _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt32>) -> T
    ) -> T {
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
                    scalar = (lead & 0x1F) << 6 | Self.continuation(bytes, index + 1)
                    index += 2
                case ..<0xF0:
                    let middle = Self.continuation(bytes, index + 1) << 6
                    scalar = (lead & 0x0F) << 12 | middle | Self.continuation(bytes, index + 2)
                    index += 3
                default:
                    let middle = Self.continuation(bytes, index + 1) << 12 | Self.continuation(bytes, index + 2) << 6
                    scalar = (lead & 0x07) << 18 | middle | Self.continuation(bytes, index + 3)
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
