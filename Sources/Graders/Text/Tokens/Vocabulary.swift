/// Words as numbers: the same bytes get the same number, different bytes different ones, counted from 0.
///
/// An open hash table over one array of bytes, so that no word costs an allocation.
struct Vocabulary {
    private struct Entry {
        var hash: UInt64
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
        bytes.reserveCapacity(512)
    }

    /// The number of different words.
    var count: Int { entries.count }

    /// Returns the number of `word`, a new one when the word is new.
    mutating func number(of word: UnsafeBufferPointer<UInt8>) -> Int32 {
        let hash = hash(word)
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] >= 0 {
            let number = places[place]
            let entry = entries[Int(number)]
            if entry.hash == hash && entry.count == word.count && equals(entry, word) { return number }
            place = (place + 1) & (places.count - 1)
        }
        let number = Int32(entries.count)
        places[place] = number
        entries.append(Entry(hash: hash, start: Int32(bytes.count), count: Int32(word.count)))
        bytes.append(contentsOf: word)
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
        for number in entries.indices {
            var place = Int(truncatingIfNeeded: entries[number].hash) & (places.count - 1)
            while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
            places[place] = Int32(number)
        }
    }

    /// Multiplies eight bytes at a time and folds the product, as wyhash does (https://github.com/wangyi-fudan/wyhash).
    @inline(__always)
    private func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(word)
        var state = seed ^ UInt64(truncatingIfNeeded: bytes.count)
        var index = 0
        while index + 8 <= bytes.count {
            state = Self.fold(state ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        let left = bytes.count - index
        if left >= 4 {
            // The two halves may overlap.
            let first = UInt64(bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
            let last = UInt64(bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
            state ^= first << 32 | last
        } else if left > 0 {
            let (first, middle, last) = (bytes[index], bytes[index + left / 2], bytes[bytes.count - 1])
            state ^= UInt64(first) << 16 | UInt64(middle) << 8 | UInt64(last)
        }
        return Self.fold(state)
    }

    @inline(__always)
    private static func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}
