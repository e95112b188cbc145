/// Jaro's similarity of two texts, as RapidFuzz's `Jaro` and `JaroWinkler` have it, in time linear in both.
///
/// Jaro 1989 (https://doi.org/10.1080/01621459.1989.10478785), Winkler 1990. A unit of the one text takes the first
/// equal unit of the other that is free and within the window. The window only moves on, so for each unit one position
/// to go on from is enough.
package enum JaroSimilarity {
    /// Jaro's similarity, from 0 to 1; 1 for two empty texts.
    package static func jaro(_ left: String, _ right: String) -> Double { jaro(left, right, unit: .scalars) }

    /// Jaro's similarity raised for a common prefix of up to 4, where it is above 0.7.
    package static func jaroWinkler(_ left: String, _ right: String, prefixWeight: Double = 0.1) -> Double {
        jaroWinkler(left, right, prefixWeight: prefixWeight, unit: .scalars)
    }

    static func jaro(_ left: String, _ right: String, unit: TextUnit) -> Double {
        jaroWinkler(left, right, prefixWeight: 0, unit: unit)
    }

    static func jaroWinkler(_ left: String, _ right: String, prefixWeight: Double, unit: TextUnit) -> Double {
        var measure = JaroMeasure(prefixWeight: prefixWeight)
        return measure.measure(left, right, unit: unit)
    }
}

private struct JaroMeasure: PairMeasure {
    let prefixWeight: Double

    func measure<Unit: BitParallelUnit>(
        _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>
    ) -> Double {
        guard !left.isEmpty && !right.isEmpty else { return left.isEmpty && right.isEmpty ? 1 : 0 }
        let similarity = Self.jaro(left, right)
        guard prefixWeight > 0 && similarity > 0.7 else { return similarity }
        let (shorter, longer) = left.count <= right.count ? (left, right) : (right, left)
        let start = UnsafeBufferPointer(rebasing: shorter.prefix(4))
        let prefix = Double(CommonEnds.prefix(start, longer))
        return min(1, similarity + prefix * prefixWeight * (1 - similarity))
    }

    private static func jaro<Unit: BitParallelUnit>(
        _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>
    ) -> Double {
        let window = max(0, max(left.count, right.count) / 2 - 1)
        let (common, displaced) = PositionLists<Unit>.with(left) { positions in
            matches(positions, left, right, window)
        }
        guard common > 0 else { return 0 }
        let matched = Double(common)
        let inOrder = Double(common - displaced / 2) / matched
        return (matched / Double(left.count) + matched / Double(right.count) + inOrder) / 3
    }

    /// How many units find a partner, and how many of those stand in another order on the two sides.
    private static func matches<Unit: BitParallelUnit>(
        _ positions: PositionLists<Unit>, _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>,
        _ window: Int
    ) -> (common: Int, displaced: Int) {
        withUnsafeTemporaryAllocation(of: Unit.self, capacity: min(left.count, right.count)) { partners in
            withUnsafeTemporaryAllocation(of: Bool.self, capacity: left.count) { isTaken in
                isTaken.initialize(repeating: false)
                var common = 0
                for index in right.indices {
                    guard let place = positions.take(right[index], from: index - window, through: index + window)
                    else { continue }
                    isTaken[place] = true
                    partners[common] = right[index]
                    common += 1
                }
                var next = 0
                var displaced = 0
                for index in left.indices where isTaken[index] {
                    displaced += left[index] == partners[next] ? 0 : 1
                    next += 1
                }
                return (common, displaced)
            }
        }
    }
}

/// For each unit the positions where a text has it, from left to right, some of them used up.
private struct PositionLists<Unit: BitParallelUnit> {
    private static var directCount: Int { Unit.bitWidth == 8 ? 128 : 256 }

    /// The first position not used up, for each unit; −1 when there is none.
    private let heads: UnsafeMutablePointer<Int32>
    /// The next position of the same unit.
    private let next: UnsafeMutablePointer<Int32>
    /// The units of the places after the direct ones; 0 marks a free one.
    private let keys: UnsafeMutablePointer<Int32>
    private let mask: Int

    /// Notes the positions in `text`, which is not empty, for as long as `body` runs.
    static func with<T>(_ text: UnsafeBufferPointer<Unit>, _ body: (PositionLists) -> T) -> T {
        // Twice as many places as units, a power of two.
        let places = Unit.bitWidth == 8 ? 0 : 2 << (Int.bitWidth - (text.count - 1).leadingZeroBitCount)
        let headCount = directCount + places
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: headCount + places + text.count) { memory in
            // The buffer of a non-empty allocation has an address.
            let heads = memory.baseAddress.unsafelyUnwrapped
            heads.initialize(repeating: -1, count: headCount)
            (heads + headCount).initialize(repeating: 0, count: places)
            let lists = PositionLists(
                heads: heads, next: heads + headCount + places, keys: heads + headCount, mask: places - 1)
            for index in text.indices.reversed() {
                let place = lists.place(of: text[index])
                if place >= directCount { lists.keys[place - directCount] = Int32(truncatingIfNeeded: text[index]) }
                lists.next[index] = lists.heads[place]
                lists.heads[place] = Int32(truncatingIfNeeded: index)
            }
            return body(lists)
        }
    }

    /// Uses up the first position of `unit` within the bounds, both included, and those before; nil when none is there.
    @inline(__always)
    func take(_ unit: Unit, from lower: Int, through upper: Int) -> Int? {
        let place = place(of: unit)
        var position = Int(heads[place])
        while position >= 0 && position < lower { position = Int(next[position]) }
        let isWithin = position >= 0 && position <= upper
        heads[place] = isWithin ? next[position] : Int32(truncatingIfNeeded: position)
        return isWithin ? position : nil
    }

    /// The place of `unit`, a free one when the text does not have it.
    @inline(__always)
    private func place(of unit: Unit) -> Int {
        if Unit.bitWidth == 8 || unit < 256 { return Int(truncatingIfNeeded: unit) }
        let key = Int32(truncatingIfNeeded: unit)
        // The golden ratio's multiplier spreads neighbouring scalars, which one script's letters are.
        var place = Int(truncatingIfNeeded: (UInt64(truncatingIfNeeded: unit) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while keys[place] != key && keys[place] != 0 { place = (place + 1) & mask }
        return Self.directCount + place
    }
}
