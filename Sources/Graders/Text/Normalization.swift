/// Which spellings of a text count as the same.
enum Normalization: String, CaseIterable {
    /// The same scalars.
    case none
    /// Canonically equivalent: `é` in one scalar or two.
    case nfc
    /// Compatibly equivalent too: `ﬁ` and `fi`, full-width and half-width.
    case nfkc
}

/// Compares texts under options; the two are prepared once, then compared cheaply.
struct TextEquality: Sendable {
    /// Whether upper and lower case differ.
    var isCaseSensitive = true
    /// Whether whitespace at both ends is left out first.
    var stripsWhitespace = false
    /// Which spellings count as the same.
    var normalization = Normalization.none

    /// Whether the options change nothing, so that equal bytes decide.
    var isPlain: Bool { isCaseSensitive && !stripsWhitespace && normalization == .none }

    /// Whether `left` and `right` are the same text.
    func areEqual(_ left: String, _ right: String) -> Bool {
        if isPlain { return left.utf8.elementsEqual(right.utf8) }
        let left = prepared(left)
        let right = prepared(right)
        // Swift's equality of strings is canonical equivalence, which is equality of their NFC forms.
        return normalization == .none ? left.utf8.elementsEqual(right.utf8) : left == right
    }

    private func prepared(_ text: String) -> String {
        var text = stripsWhitespace ? Whitespace.stripped(text) : text
        if normalization == .nfkc { text = CompatibilityMappings.applied(to: text) }
        return isCaseSensitive ? text : Lowercase.of(text)
    }
}
