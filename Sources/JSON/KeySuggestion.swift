/// Finds the key a person probably meant.
package enum KeySuggestion {
    /// Returns the key nearest to `key`, when at most a third of its letters (and at least one) would have to change.
    package static func nearest(to key: String, among candidates: [String]) -> String? {
        let letters = Array(key.lowercased())
        let limit = max(1, letters.count / 3)
        return candidates.map { ($0, distance(letters, Array($0.lowercased()))) }
            .filter { $0.1 <= limit }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// The number of single-letter insertions, deletions and substitutions from `left` to `right`.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let substitution = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
