package import RegularExpressions

/// Finds personal data by its shape, and checks what has a check digit.
///
/// It finds what is written the usual way, no more: a number without separators may be anything, and a name has no
/// shape. Time is linear in the text for every pattern here.
package struct PIIDetector: Sendable {
    private let rules: [PIIRule]
    private let wider: [PIIRule]

    /// Finds the given kinds; all of them unless told.
    package init(_ kinds: Set<PIIKind> = Set(PIIKind.allCases)) {
        rules = PIIRule.all.filter { kinds.contains($0.kind) }
        wider = PIIRule.wider.filter { kinds.contains($0.kind) }
    }

    /// The places that hold personal data, from left to right and not overlapping. Where two kinds overlap the one that
    /// begins first counts, then the longer.
    ///
    /// - Throws: `MatchLimitError` when a search costs too much.
    package func spans(in text: String) throws(MatchLimitError) -> [PIISpan] {
        let found = try found(in: text, by: rules)
        var places = ScalarPlaces(Array(text.utf8))
        var spans: [PIISpan] = []
        for (kind, range) in found where range.lowerBound >= spans.last?.utf8.upperBound ?? 0 {
            let start = places.place(of: range.lowerBound)
            spans.append(PIISpan(kind: kind, scalars: start..<places.place(of: range.upperBound), utf8: range))
        }
        return spans
    }

    /// The places to hide, in bytes of UTF-8, from left to right and not overlapping. Places that overlap become one, of
    /// the kind that begins first: nothing of either is left over. More is hidden than `spans(in:)` finds: what touches
    /// letters or escapes, too.
    ///
    /// - Throws: `MatchLimitError` when a search costs too much.
    func covers(in text: String) throws(MatchLimitError) -> [(kind: PIIKind, range: Range<Int>)] {
        var covers: [(kind: PIIKind, range: Range<Int>)] = []
        for (kind, range) in try found(in: text, by: rules + wider) {
            if let last = covers.last, range.lowerBound < last.range.upperBound {
                let end = max(last.range.upperBound, range.upperBound)
                covers[covers.count - 1].range = last.range.lowerBound..<end
            } else {
                covers.append((kind, range))
            }
        }
        return covers
    }

    /// Everything that `rules` find, by where it begins, the longer first.
    private func found(
        in text: String, by rules: [PIIRule]
    ) throws(MatchLimitError) -> [(kind: PIIKind, range: Range<Int>)] {
        let bytes = Array(text.utf8)
        var found: [(kind: PIIKind, range: Range<Int>)] = []
        for rule in rules {
            for match in try rule.expression.allMatches(in: text) {
                guard let range = match.utf8Ranges.lazy.compactMap(\.self).first(where: { !$0.isEmpty }) else {
                    continue
                }
                found += rule.check(bytes, range).map { (rule.kind, $0) }
            }
        }
        found.sort { left, right in
            left.range.lowerBound == right.range.lowerBound
                ? left.range.upperBound > right.range.upperBound : left.range.lowerBound < right.range.lowerBound
        }
        return found
    }
}

/// Counts scalars up to byte offsets that only grow.
private struct ScalarPlaces {
    private let bytes: [UInt8]
    private var offset = 0
    private var count = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func place(of target: Int) -> Int {
        // Every byte but a continuation begins a scalar.
        for byte in bytes[offset..<target] where byte & 0xC0 != 0x80 { count += 1 }
        offset = target
        return count
    }
}
