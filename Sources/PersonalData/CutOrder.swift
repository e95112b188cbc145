import RegularExpressions

/// Values in the order of their bytes, so that those which a part begins stand together and are found by halving.
struct CutOrder: Sendable {
    /// How many scalars of a value are hidden at least: fewer tell nothing, and begin and end too many words.
    static let fewest = 4
    /// How many bytes of an excerpt are looked at on either side of a `…`.
    private static let reach = 4096

    private let values: [CutValues.Value]
    /// For each value where the first one behind it stands that has another marker.
    private var others: [Int]
    /// Where the values stand that have the same first bytes.
    private var places: [UInt32: Range<Int>] = [:]

    /// Orders `values`, each of more than `fewest` bytes.
    init(_ values: [CutValues.Value]) {
        let sorted = values.sorted { left, right in
            left.bytes == right.bytes
                ? left.marker.text < right.marker.text : left.bytes.lexicographicallyPrecedes(right.bytes)
        }
        self.values = sorted
        others = Array(repeating: sorted.count, count: sorted.count)
        for place in sorted.indices.dropLast().reversed() {
            let isAlike = sorted[place].marker == sorted[place + 1].marker
            others[place] = isAlike ? others[place + 1] : place + 1
        }
        for (place, value) in sorted.enumerated() {
            let four = Self.four(value.bytes, at: 0)
            places[four] = (places[four]?.lowerBound ?? place)..<(place + 1)
        }
    }

    /// Where the longest beginning of a value stands at the end of `range`, and its marker. Takes the bytes it compares
    /// from `steps`.
    ///
    /// - Throws: `MatchLimitError` when no steps are left.
    func longest(
        in bytes: [UInt8], _ range: Range<Int>, steps: inout Int
    ) throws(MatchLimitError) -> (place: Int, marker: String)? {
        var place = max(range.lowerBound, range.upperBound - Self.reach)
        while place + Self.fewest <= range.upperBound {
            if let near = places[Self.four(bytes, at: place)],
                let marker = self.marker(bytes[place..<range.upperBound], among: near, steps: &steps)
            {
                return (place, marker)
            }
            guard steps > 0 else { throw MatchLimitError(limit: .time) }
            place += 1
        }
        return nil
    }

    /// The marker for `part` of one of the values in `near`, without a number when there are several; nil when there is
    /// none, or when it is too short.
    private func marker(_ part: ArraySlice<UInt8>, among near: Range<Int>, steps: inout Int) -> String? {
        let place = firstPlace(of: part, among: near, steps: &steps)
        // A continuation begins no scalar.
        guard place < near.upperBound, values[place].bytes.starts(with: part),
            part.count(where: { $0 & 0xC0 != 0x80 }) >= Self.fewest
        else { return nil }
        let first = values[place].marker
        guard others[place] < values.count, values[others[place]].bytes.starts(with: part) else { return first.text }
        let other = values[others[place]].marker
        return (first.type.rawValue < other.type.rawValue ? first.type : other.type).marker(nil)
    }

    /// Where the first value stands that `part` begins, if any does.
    private func firstPlace(of part: ArraySlice<UInt8>, among near: Range<Int>, steps: inout Int) -> Int {
        var low = near.lowerBound
        var high = near.upperBound
        while low < high {
            let middle = (low + high) / 2
            let value = values[middle].bytes
            let same = Self.common(value, part)
            steps -= same + 1
            let isBefore = same < part.count && (same == value.count || value[same] < part[part.startIndex + same])
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// How many bytes at the beginning are the same.
    private static func common(_ value: [UInt8], _ part: ArraySlice<UInt8>) -> Int {
        var count = 0
        for (left, right) in zip(value, part) {
            guard left == right else { break }
            count += 1
        }
        return count
    }

    private static func four(_ bytes: [UInt8], at place: Int) -> UInt32 {
        bytes[place..<place + fewest].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
}
