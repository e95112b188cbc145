import Evaluation
import JSON

/// Which spellings of a text count as the same.
enum Normalization: String, CaseIterable, Sendable {
    /// The same scalars.
    case none
    /// Canonically equivalent: `é` in one scalar or two.
    case nfc
    /// Compatibly equivalent too: `ﬁ` and `fi`, full-width and half-width.
    case nfkc

    /// Reads `normalize`; without it spellings stay as they are, as the libraries leave them.
    init(_ reader: inout JSONReader) throws(JSONReadError) {
        self = try reader.choice("normalize", default: .none)
    }

    /// The documentation of the parameter read.
    static let parameter = GraderKind.Parameter(
        "normalize", type: "none, nfc or nfkc", default: "none",
        "Which spellings count as the same: nfc for composed and decomposed é, nfkc for ﬁ and fi as well.")

    /// Returns `text` with compatibility characters replaced, where this form replaces them; canonical equivalence is
    /// left to `composed`, which comes after a change of case.
    func decomposedForCompatibility(_ text: String) -> String {
        self == .nfkc ? CompatibilityMappings.applied(to: text) : text
    }

    /// Returns `text` in Unicode's normalization form C, unless this is `none`.
    func composed(_ text: String) -> String {
        guard self != .none, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        return text.composedCanonically
    }

    /// Returns `text` in this form, in lower case when asked.
    func applied(to text: String, isLowercase: Bool = false) -> String {
        guard self != .none else { return isLowercase ? Lowercase.of(text) : text }
        let spelled = decomposedForCompatibility(text)
        return composed(isLowercase ? Lowercase.of(spelled) : spelled)
    }
}
