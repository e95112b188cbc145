/// Payment card numbers among the groups of digits of a run: `4111 1111 1111 1111` in `2024 4111 1111 1111 1111 12`.
enum CardNumbers {
    /// How many digits a card's number has (ISO/IEC 7812-1).
    private static let lengths = 13...19

    /// A group of digits: its place, and the first byte of what separates it from the next group; 0 when that is more
    /// than one separator, and for the last group.
    private struct Group {
        var range: Range<Int>
        var separator: UInt8 = 0
    }

    /// The card numbers in `range`, which begins with a digit and holds digits and separators; none overlaps another.
    ///
    /// From the start of each group the most digits are tried first. A number ends where a group ends; after one that
    /// is no card's the search goes on with the next group.
    static func ranges(_ bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
        var groups = groups(bytes, range)
        if let last = groups.last, isWord(bytes, after: last.range.upperBound) { groups.removeLast() }
        return cards(bytes, in: groups)
    }

    /// As `ranges`, also where a letter follows.
    static func rangesBesideWords(_ bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
        cards(bytes, in: groups(bytes, range))
    }

    private static func cards(_ bytes: [UInt8], in groups: [Group]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var first = 0
        while first < groups.count {
            if let last = last(bytes, groups, from: first) {
                found.append(groups[first].range.lowerBound..<groups[last].range.upperBound)
                first = last + 1
            } else {
                first += 1
            }
        }
        return found
    }

    private static func groups(_ bytes: [UInt8], _ range: Range<Int>) -> [Group] {
        var groups: [Group] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let start = index
            while index < range.upperBound && isDigit(bytes[index]) { index += 1 }
            let end = index
            while index < range.upperBound && !isDigit(bytes[index]) { index += 1 }
            // A no-break space is two bytes.
            let isOne = index - end == 1 || index - end == 2 && bytes[end] == 0xC2
            groups.append(Group(range: start..<end, separator: isOne ? bytes[end] : 0))
        }
        return groups
    }

    /// Whether a letter follows at once, or after a hyphen, so that the digits before `index` are part of a word.
    private static func isWord(_ bytes: [UInt8], after index: Int) -> Bool {
        let next = index < bytes.count && bytes[index] == UInt8(ascii: "-") ? index + 1 : index
        return next < bytes.count && ((bytes[next] | 0x20) &- 0x61 < 26 || bytes[next] == UInt8(ascii: "_"))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The last group of the longest card number that begins with the group `first`; nil when there is none.
    private static func last(_ bytes: [UInt8], _ groups: [Group], from first: Int) -> Int? {
        var digits: [UInt8] = []
        var candidates: [(last: Int, count: Int)] = []
        for index in first..<groups.count {
            let group = groups[index].range
            guard digits.count + group.count <= lengths.upperBound else { break }
            digits += bytes[group].map { $0 - 0x30 }
            if digits.count >= lengths.lowerBound { candidates.append((index, digits.count)) }
            if groups[index].separator == 0 { break }
        }
        return candidates.last { candidate in
            isWritten(groups, from: first, to: candidate.last)
                && CheckDigits.isCard(Array(digits.prefix(candidate.count)))
        }?.last
    }

    /// Whether the groups look like a card's: a point separates only where it separates all, and three or more groups
    /// of three or more digits, since `0.4111111111111111` and `4.111111111111111` are numbers with a fraction.
    private static func isWritten(_ groups: [Group], from first: Int, to last: Int) -> Bool {
        let point = UInt8(ascii: ".")
        let inside = groups[first..<last]
        guard inside.contains(where: { $0.separator == point }) else {
            let isFraction = first > 0 && groups[first - 1].separator == point
            let hasFraction = inside.isEmpty && groups[last].separator == point && last + 1 < groups.count
            return !isFraction && !hasFraction
        }
        return inside.count >= 2 && inside.allSatisfy { $0.separator == point }
            && groups[first...last].allSatisfy { $0.range.count >= 3 }
    }
}
