@_spi(_Unicode) import Swift

/// Which spellings of a text count as the same.
enum Normalization: String, CaseIterable, Sendable {
    /// The same scalars.
    case none
    /// Canonically equivalent: `é` in one scalar or two.
    case nfc
    /// Compatibly equivalent too: `ﬁ` and `fi`, full-width and half-width.
    case nfkc

    /// Returns `text` with compatibility characters replaced, where this form replaces them; canonical equivalence is
    /// left to `composed`, which comes after a change of case.
    func decomposedForCompatibility(_ text: String) -> String {
        self == .nfkc ? CompatibilityMappings.applied(to: text) : text
    }

    /// Returns `text` in Unicode's normalization form C, unless this is `none`.
    func composed(_ text: String) -> String {
        guard self != .none, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var result = String.UnicodeScalarView()
        // The standard library compares strings by this form and keeps it for Foundation, which we do not link here.
        for scalar in text._nfc { result.append(scalar) }
        return String(result)
    }
}
