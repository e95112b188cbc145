/// For each unit of text the positions at which a pattern of at most 64 units has it, one bit each.
///
/// Units below 256 index a table. The others, at most 64 different ones, lie in an open hash table of 128 places, keys
/// first; 0 marks a free place, which no unit from 256 on is.
struct PatternPositions<Unit: BitParallelUnit> {
    private static var directCount: Int { Unit.bitWidth == 8 ? 128 : 256 }
    private static var places: Int { Unit.bitWidth == 8 ? 0 : 128 }

    /// The number of words the caller lends.
    static var wordCount: Int { directCount + 2 * places }

    private let words: UnsafeMutablePointer<UInt64>

    /// Takes `wordCount` words of memory, which the caller keeps alive. ASCII bytes only where units are bytes.
    init(_ memory: UnsafeMutableBufferPointer<UInt64>) {
        // The buffer of a non-empty allocation has an address.
        words = memory.baseAddress.unsafelyUnwrapped
    }

    /// Forgets the last pattern and notes the positions of `pattern`, at most 64 units.
    func fill(from pattern: UnsafeBufferPointer<Unit>) {
        words.initialize(repeating: 0, count: Self.wordCount)
        for index in pattern.indices {
            let word = word(of: pattern[index])
            words[word] |= 1 &<< UInt64(index)
        }
    }

    /// The positions of `unit`.
    @inline(__always)
    subscript(unit: Unit) -> UInt64 {
        if Unit.bitWidth == 8 || unit < 256 { return words[Int(truncatingIfNeeded: unit)] }
        return words[place(of: unit) + Self.places]
    }

    private func word(of unit: Unit) -> Int {
        if Unit.bitWidth == 8 || unit < 256 { return Int(truncatingIfNeeded: unit) }
        let place = place(of: unit)
        words[place] = UInt64(unit)
        return place + Self.places
    }

    /// The place that holds `unit`, else the free one where it would go. A free place has no positions.
    private func place(of unit: Unit) -> Int {
        let key = UInt64(truncatingIfNeeded: unit)
        // The golden ratio's multiplier spreads neighbouring scalars, which one script's letters are.
        var index = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 57)
        let keys = words + Self.directCount
        while keys[index] != key && keys[index] != 0 { index = (index + 1) & 127 }
        return Self.directCount + index
    }
}
