/// Finds a text inside another, unit for unit, in time linear in both (Knuth, Morris and Pratt 1977).
///
/// UTF-8 bytes found are scalars found: no sequence begins inside another.
enum SubstringSearch {
    /// Whether `needle` occurs in `haystack`. The empty text occurs in every text.
    static func contains(_ haystack: String, _ needle: String) -> Bool {
        var haystack = haystack
        var needle = needle
        return haystack.withUTF8 { text in
            needle.withUTF8 { pattern in
                contains(text, pattern)
            }
        }
    }

    /// Whether the units `needle` occur in `haystack` one after the other.
    static func contains(_ haystack: [UInt32], _ needle: [UInt32]) -> Bool {
        haystack.withUnsafeBufferPointer { text in needle.withUnsafeBufferPointer { contains(text, $0) } }
    }

    /// Whether `needle`, which is not empty, occurs in `haystack` at a range of bytes for which `isAccepted` holds.
    static func contains(
        _ haystack: String, _ needle: String,
        where isAccepted: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Bool
    ) -> Bool {
        var haystack = haystack
        var needle = needle
        return haystack.withUTF8 { text in
            needle.withUTF8 { pattern in
                text.count >= pattern.count
                    && search(pattern, in: text) { isAccepted(text, ($0 - pattern.count)..<$0) }
            }
        }
    }

    private static func contains<Unit: Equatable>(
        _ text: UnsafeBufferPointer<Unit>, _ pattern: UnsafeBufferPointer<Unit>
    ) -> Bool {
        guard pattern.count > 1 else { return pattern.first.map(text.contains) ?? true }
        return text.count >= pattern.count && search(pattern, in: text) { _ in true }
    }

    /// Whether `isAccepted` holds for the end of one of the places where `pattern` occurs.
    @inline(__always)
    private static func search<Unit: Equatable>(
        _ pattern: UnsafeBufferPointer<Unit>, in text: UnsafeBufferPointer<Unit>, isAccepted: (Int) -> Bool
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: pattern.count) { borders in
            fillBorders(borders, of: pattern)
            var matched = 0
            for index in text.indices {
                let unit = text[index]
                while matched > 0 && pattern[matched] != unit { matched = borders[matched - 1] }
                if pattern[matched] == unit { matched += 1 }
                guard matched == pattern.count else { continue }
                if isAccepted(index + 1) { return true }
                matched = borders[matched - 1]
            }
            return false
        }
    }

    /// Writes, for each prefix of `pattern`, the length of its longest proper prefix that is also its suffix.
    private static func fillBorders<Unit: Equatable>(
        _ borders: UnsafeMutableBufferPointer<Int>, of pattern: UnsafeBufferPointer<Unit>
    ) {
        borders.initializeElement(at: 0, to: 0)
        var border = 0
        for index in 1..<pattern.count {
            while border > 0 && pattern[border] != pattern[index] { border = borders[border - 1] }
            if pattern[border] == pattern[index] { border += 1 }
            borders.initializeElement(at: index, to: border)
        }
    }
}
