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
        let hash = Self.hash(word)
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

    /// Calls `body` with the bytes of the word `number`.
    func withWord<T>(_ number: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        let entry = entries[Int(number)]
        return bytes.withUnsafeBufferPointer { bytes in
            body(UnsafeBufferPointer(rebasing: bytes[Int(entry.start)..<Int(entry.start + entry.count)]))
        }
    }

    private func equals(_ entry: Entry, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            let start = Int(entry.start)
            while index < word.count && bytes[start + index] == word[index] { index += 1 }
            return index == word.count
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
    private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state = seed ^ UInt64(word.count)
        var index = 0
        while index < word.count {
            var block: UInt64 = 0
            let end = min(index + 8, word.count)
            while index < end {
                block = block << 8 | UInt64(word[index])
                index += 1
            }
            let product = (state ^ block).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
            state = product.high ^ product.low ^ seed
        }
        return state ^ state >> 32
    }
}
