/// For each unit of text the positions at which a pattern has it, one bit each: a row of 1 word for a pattern of at
/// most 64 units, of 4 for one of at most 256.
///
/// ASCII indexes the rows. Of other texts the units below 256 do so for long patterns; the rest lies in an open hash
/// table with at least twice as many places as there can be different ones; its keys follow the rows, and 0 marks a
/// free place.
struct PatternPositions<Unit: BitParallelUnit> {
    /// How a table is laid out.
    struct Layout {
        fileprivate let directCount: Int
        fileprivate let places: Int
        fileprivate let shift: Int

        /// The layout for patterns of at most `count` units, 64 or 256.
        init(count: Int) {
            shift = count <= 64 ? 0 : 2
            if Unit.bitWidth == 8 {
                (directCount, places) = (128, 0)
            } else if count <= 64 {
                (directCount, places) = (0, count <= 32 ? 64 : 128)
            } else {
                (directCount, places) = (256, 512)
            }
        }

        /// The number of words the caller lends.
        var wordCount: Int { (directCount + places) << shift + places }
    }

    private let rows: UnsafeMutablePointer<UInt64>
    private let keys: UnsafeMutablePointer<UInt64>
    private let layout: Layout

    /// Takes memory of the layout's `wordCount` words, which the caller keeps alive. Units of 8 bits must be ASCII.
    init(_ memory: UnsafeMutableBufferPointer<UInt64>, _ layout: Layout) {
        // The buffer of a non-empty allocation has an address.
        rows = memory.baseAddress.unsafelyUnwrapped
        keys = rows + (layout.directCount + layout.places) << layout.shift
        self.layout = layout
    }

    /// Forgets the last pattern and notes the positions of `pattern`, at most 64 units a lane.
    func fill(from pattern: UnsafeBufferPointer<Unit>) {
        rows.initialize(repeating: 0, count: layout.wordCount)
        var bit: UInt64 = 1
        var lane = rows
        for unit in pattern {
            let row = rowIndex(of: unit)
            if Unit.bitWidth > 8 && row >= layout.directCount { keys[row &- layout.directCount] = Self.key(unit) }
            lane[row &<< layout.shift] |= bit
            bit &<<= 1
            if bit == 0 {
                bit = 1
                lane += 1
            }
        }
    }

    /// The positions of `unit`, one word a lane.
    @inline(__always)
    func row(of unit: Unit) -> UnsafeMutablePointer<UInt64> { rows + rowIndex(of: unit) &<< layout.shift }

    /// The row of `unit`, else the free one where it would go, which has no positions.
    @inline(__always)
    private func rowIndex(of unit: Unit) -> Int {
        if Unit.bitWidth == 8 || unit < layout.directCount { return Int(truncatingIfNeeded: unit) }
        let key = Self.key(unit)
        let mask = layout.places &- 1
        // The golden ratio's multiplier spreads neighbouring scalars, which one script's letters are.
        var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 40) & mask
        while keys[place] != key && keys[place] != 0 { place = (place &+ 1) & mask }
        return layout.directCount &+ place
    }

    /// Never 0, which marks a free place.
    @inline(__always)
    private static func key(_ unit: Unit) -> UInt64 { UInt64(truncatingIfNeeded: unit) &+ 1 }
}
