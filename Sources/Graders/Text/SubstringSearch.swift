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

    private static func contains<Unit: Equatable>(
        _ text: UnsafeBufferPointer<Unit>, _ pattern: UnsafeBufferPointer<Unit>
    ) -> Bool {
        guard pattern.count > 1 else { return pattern.first.map(text.contains) ?? true }
        return text.count >= pattern.count && search(pattern, in: text)
    }

    private static func search<Unit: Equatable>(
        _ pattern: UnsafeBufferPointer<Unit>, in text: UnsafeBufferPointer<Unit>
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: pattern.count) { borders in
            fillBorders(borders, of: pattern)
            var matched = 0
            for byte in text {
                while matched > 0 && pattern[matched] != byte { matched = borders[matched - 1] }
                if pattern[matched] == byte { matched += 1 }
                if matched == pattern.count { return true }
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
