/// Finds the key a person probably meant.
package enum KeySuggestion {
    /// Returns the key nearest to `key`, when at most a third of its letters (and at least one) would have to change.
    ///
    /// Two neighbours in the wrong order are one change; upper and lower case are the same. Of equally near keys the
    /// first by the alphabet is returned. A key longer than 64 bytes has none.
    package static func nearest(to key: String, among candidates: [String]) -> String? {
        guard key.utf8.count <= 64 else { return nil }
        let letters = Array(key.lowercased())
        let limit = max(1, letters.count / 3)
        return candidates.map { ($0, distance(letters, Array($0.lowercased()))) }
            .filter { $0.1 <= limit }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// The number of insertions, deletions, substitutions and swaps of neighbours from `left` to `right`: the optimal
    /// string alignment distance (https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
