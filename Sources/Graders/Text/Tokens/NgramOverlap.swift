/// How many n-grams of a candidate occur in its references, order by order.
///
/// An n-gram is a number: the place in a hash table of the pair (number of its first n − 1 tokens, its last token). So
/// each order costs one look-up a position, nothing is compared longer than eight bytes, and equal numbers mean equal
/// n-grams.
struct NgramOverlap {
    /// The counts of one order.
    struct Order: Equatable {
        /// N-grams of the candidate that a reference has too, each at most as often as the reference that has it most.
        var matches = 0
        /// N-grams of the candidate.
        var candidate = 0
        /// N-grams of the only, or the last, reference.
        var reference = 0
    }

    private struct Place {
        /// The pair, plus one so that 0 is a free place.
        var key: UInt64 = 0
        /// How often the reference being counted has it, when there are several.
        var count: Int32 = 0
        /// How often the reference has it that has it most, less the matches taken.
        var limit: Int32 = 0
    }

    private typealias Prefixes = UnsafeMutableBufferPointer<Int32>

    private let places: UnsafeMutableBufferPointer<Place>
    private let shift: UInt64
    private let multiplier = Self.multiplier

    /// An odd number chosen anew by every process, so that nobody can write a text whose n-grams all collide.
    private static let multiplier = UInt64.random(in: 1 << 62 ... .max) | 1

    /// Counts the orders 1 through `maximum`, at least 1. Tokens are not negative.
    static func orders(through maximum: Int, candidate: [Int32], references: [[Int32]]) -> [Order] {
        let needed = references.reduce(8) { $0 + 2 * $1.count }
        let bits = Int.bitWidth - (needed - 1).leadingZeroBitCount
        let positions = references.reduce(candidate.count) { $0 + $1.count }
        return withUnsafeTemporaryAllocation(of: Place.self, capacity: 1 << bits) { places in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: positions) { prefixes in
                prefixes.initialize(repeating: 0)
                let table = NgramOverlap(places: places, shift: UInt64(64 - bits))
                return table.count(through: maximum, candidate, references, prefixes)
            }
        }
    }

    /// Counts with `prefixes`, which holds for each position of the candidate, then of each reference, the number of the
    /// n-gram of the last order that begins there; -1 when it is in no reference.
    private func count(
        through maximum: Int, _ candidate: [Int32], _ references: [[Int32]], _ prefixes: Prefixes
    ) -> [Order] {
        var orders: [Order] = []
        orders.reserveCapacity(maximum)
        for order in 1...maximum {
            var counts = Order()
            counts.candidate = max(0, candidate.count - order + 1)
            counts.reference = max(0, (references.last?.count ?? 0) - order + 1)
            let canMatch = order == 1 || orders[order - 2].matches > 0
            if canMatch && counts.candidate > 0 {
                places.initialize(repeating: Place())
                var start = candidate.count
                for reference in references {
                    let prefixes = Prefixes(rebasing: prefixes[start..<(start + reference.count)])
                    add(order, reference, prefixes, isOnly: references.count == 1)
                    if references.count > 1 { endReference(prefixes, order) }
                    start += reference.count
                }
                counts.matches = takeMatches(order, candidate, prefixes)
            }
            orders.append(counts)
        }
        return orders
    }

    /// Counts the n-grams of a reference; those of the only one are its limits at once.
    private func add(_ order: Int, _ tokens: [Int32], _ prefixes: Prefixes, isOnly: Bool) {
        guard tokens.count >= order else { return }
        tokens.withUnsafeBufferPointer { tokens in
            for index in 0...(tokens.count - order) {
                let key = Self.key(prefixes[index], tokens[index + order - 1])
                let place = place(of: key)
                places[place].key = key
                if isOnly { places[place].limit &+= 1 } else { places[place].count &+= 1 }
                prefixes[index] = Int32(truncatingIfNeeded: place)
            }
        }
    }

    /// Raises the limits to the counts of the reference just added, and counts from 0 again.
    private func endReference(_ numbers: Prefixes, _ order: Int) {
        guard numbers.count >= order else { return }
        for number in numbers[...(numbers.count - order)] {
            let place = Int(number)
            places[place].limit = max(places[place].limit, places[place].count)
        }
        for number in numbers[...(numbers.count - order)] { places[Int(number)].count = 0 }
    }

    private func takeMatches(_ order: Int, _ tokens: [Int32], _ prefixes: Prefixes) -> Int {
        var matches = 0
        tokens.withUnsafeBufferPointer { tokens in
            for index in 0...(tokens.count - order) where prefixes[index] >= 0 {
                let place = place(of: Self.key(prefixes[index], tokens[index + order - 1]))
                guard places[place].key != 0 else {
                    prefixes[index] = -1
                    continue
                }
                prefixes[index] = Int32(truncatingIfNeeded: place)
                if places[place].limit > 0 {
                    places[place].limit &-= 1
                    matches &+= 1
                }
            }
        }
        return matches
    }

    @inline(__always)
    private static func key(_ prefix: Int32, _ token: Int32) -> UInt64 {
        (UInt64(UInt32(bitPattern: prefix)) << 32 | UInt64(UInt32(bitPattern: token))) &+ 1
    }

    /// The place of `key`, else the free one where it would go.
    @inline(__always)
    private func place(of key: UInt64) -> Int {
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: (key &* multiplier) >> shift)
        while places[place].key != key && places[place].key != 0 { place = (place + 1) & mask }
        return place
    }
}
