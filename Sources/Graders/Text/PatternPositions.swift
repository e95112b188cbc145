/// For each unit of text the positions at which a pattern has it, one bit each: a row of 1 word for a pattern of at
/// most 64 units, of 4 for one of at most 256.
///
/// Units below 256 index the first rows. The others lie in an open hash table with twice as many places as there can
/// be different ones; its keys follow the rows, and 0 marks a free place.
struct PatternPositions<Unit: BitParallelUnit> {
    private static var directCount: Int { Unit.bitWidth == 8 ? 128 : 256 }
    private static func places(_ lanes: Int) -> Int { Unit.bitWidth == 8 ? 0 : 128 * lanes }

    /// The number of words the caller lends for rows of `lanes` words.
    static func wordCount(lanes: Int) -> Int { (directCount + places(lanes)) * lanes + places(lanes) }

    private let rows: UnsafeMutablePointer<UInt64>
    private let keys: UnsafeMutablePointer<UInt64>
    private let lanes: Int

    /// Takes memory of `wordCount` words, which the caller keeps alive. Units of 8 bits must be ASCII.
    init(_ memory: UnsafeMutableBufferPointer<UInt64>, lanes: Int) {
        // The buffer of a non-empty allocation has an address.
        rows = memory.baseAddress.unsafelyUnwrapped
        keys = rows + (Self.directCount + Self.places(lanes)) * lanes
        self.lanes = lanes
    }

    /// Forgets the last pattern and notes the positions of `pattern`, at most 64 units a lane.
    func fill(from pattern: UnsafeBufferPointer<Unit>) {
        rows.initialize(repeating: 0, count: Self.wordCount(lanes: lanes))
        for index in pattern.indices {
            let unit = pattern[index]
            let row = rowIndex(of: unit)
            if row >= Self.directCount { keys[row - Self.directCount] = UInt64(unit) }
            rows[row * lanes + index / 64] |= 1 &<< UInt64(index % 64)
        }
    }

    /// The positions of `unit`, one word a lane.
    @inline(__always)
    func row(of unit: Unit) -> UnsafeMutablePointer<UInt64> { rows + rowIndex(of: unit) &* lanes }

    /// The row of `unit`, else the free one where it would go, which has no positions.
    @inline(__always)
    private func rowIndex(of unit: Unit) -> Int {
        if Unit.bitWidth == 8 || unit < 256 { return Int(truncatingIfNeeded: unit) }
        let key = UInt64(truncatingIfNeeded: unit)
        let mask = Self.places(lanes) - 1
        // The golden ratio's multiplier spreads neighbouring scalars, which one script's letters are.
        var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
        while keys[place] != key && keys[place] != 0 { place = (place + 1) & mask }
        return Self.directCount + place
    }
}
