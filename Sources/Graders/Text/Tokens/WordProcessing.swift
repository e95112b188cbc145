/// RapidFuzz's `utils.default_process`: everything but letters and numbers becomes a space, then lower
/// case, then no space at the ends. Each scalar stays one scalar.
enum WordProcessing {
    /// Returns `text` processed.
    static func processed(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { scalars.append(isWord(scalar) ? lowercase(scalar) : " ") }
        return Whitespace.stripped(String(scalars))
    }

    /// Whether `scalar` was a letter or a number in Unicode 13, the version of RapidFuzz's table.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        guard let age = scalar.properties.age, age.major <= 13 else { return false }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: scalar.properties.numericType != nil
        }
    }

    private static func lowercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        // Only U+0130 becomes two scalars, i and a dot; the simple mapping is its i.
        scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    }
}
