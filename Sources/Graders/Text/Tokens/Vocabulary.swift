/// Words as numbers: the same bytes get the same number, different bytes different ones, counted from 0.
///
/// An open hash table. A word of up to eight bytes is its own key, a longer one lies in one array of bytes: no word costs
/// an allocation, and most are compared at once.
struct Vocabulary {
    private struct Entry {
        /// The bytes of a short word, the first one lowest; the hash of a long one.
        var key: UInt64
        /// Where a long word begins.
        var start: Int32
        var count: Int32
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    /// For each place the number of a word, or -1.
    private var places: [Int32]

    private let seed = Self.seed

    /// Chosen anew by every process, so that nobody can write a text whose words all collide.
    private static let seed = UInt64.random(in: .min ... .max)

    /// Creates an empty vocabulary.
    init() {
        places = Array(repeating: -1, count: 128)
        entries.reserveCapacity(64)
    }

    /// The number of different words.
    var count: Int { entries.count }

    /// Returns the number of `word`, a new one when the word is new.
    mutating func number(of word: UnsafeBufferPointer<UInt8>) -> Int32 {
        let key = word.count <= 8 ? Self.packed(word) : hash(word)
        let mask = places.count - 1
        var place = home(of: key) & mask
        while places[place] >= 0 {
            let number = places[place]
            let entry = entries[Int(number)]
            if entry.key == key && entry.count == word.count && (word.count <= 8 || equals(entry, word)) {
                return number
            }
            place = (place + 1) & mask
        }
        let number = Int32(entries.count)
        places[place] = number
        entries.append(Entry(key: key, start: Int32(bytes.count), count: Int32(word.count)))
        if word.count > 8 { bytes.append(contentsOf: word) }
        if entries.count * 2 > places.count { grow() }
        return number
    }

    /// Returns the number of `word`, a new one when the word is new.
    mutating func number(of word: String) -> Int32 {
        var word = word
        return word.withUTF8 { number(of: $0) }
    }

    /// Calls `body` with the bytes of the word `number`.
    func withWord<T>(_ number: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        let entry = entries[Int(number)]
        guard entry.count > 8 else {
            return withUnsafeBytes(of: entry.key.littleEndian) { key in
                key.withMemoryRebound(to: UInt8.self) { body(UnsafeBufferPointer(rebasing: $0[..<Int(entry.count)])) }
            }
        }
        return bytes.withUnsafeBufferPointer { bytes in
            body(UnsafeBufferPointer(rebasing: bytes[Int(entry.start)..<Int(entry.start + entry.count)]))
        }
    }

    @inline(__always)
    private func equals(_ entry: Entry, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            let start = Int(entry.start)
            for index in word.indices where bytes[start &+ index] != word[index] { return false }
            return true
        }
    }

    private mutating func grow() {
        places = Array(repeating: -1, count: places.count * 4)
        let mask = places.count - 1
        for number in entries.indices {
            var place = home(of: entries[number].key) & mask
            while places[place] >= 0 { place = (place + 1) & mask }
            places[place] = Int32(number)
        }
    }

    /// Where the search for a word begins, above any mask.
    @inline(__always)
    private func home(of key: UInt64) -> Int { Int(truncatingIfNeeded: Self.fold(key ^ seed)) }

    /// At most eight bytes as one number, the first one lowest.
    @inline(__always)
    private static func packed(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(word)
        let count = bytes.count
        if count >= 4 {
            // The two halves may overlap, where they agree.
            let first = UInt64(bytes.loadUnaligned(as: UInt32.self).littleEndian)
            let last = UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self).littleEndian)
            return first | last << UInt64(8 * (count - 4))
        }
        guard count > 0 else { return 0 }
        let (middle, last) = (UInt64(bytes[count / 2]), UInt64(bytes[count - 1]))
        return UInt64(bytes[0]) | middle << UInt64(8 * (count / 2)) | last << UInt64(8 * (count - 1))
    }

    /// Multiplies eight bytes at a time, at least nine in all, and folds the product, as wyhash does
    /// (https://github.com/wangyi-fudan/wyhash).
    @inline(__always)
    private func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(word)
        var state = seed ^ UInt64(truncatingIfNeeded: bytes.count)
        for index in stride(from: 0, to: bytes.count - 8, by: 8) {
            state = Self.fold(state ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
        // The last eight may have been seen in part.
        return Self.fold(state ^ bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
    }

    @inline(__always)
    private static func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}
