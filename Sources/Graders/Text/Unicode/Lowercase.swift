/// Lower case as Unicode's full case conversion has it, independent of locale, working on scalars.
///
/// Differs from `String.lowercased()` by the rule for the final sigma (Unicode 3.13, table 3-17), as Python's
/// `str.lower` does.
enum Lowercase {
    /// Returns `text` in lower case.
    static func of(_ text: String) -> String {
        var text = text
        let ascii = text.withUTF8 { bytes -> String? in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            return String(unsafeUninitializedCapacity: bytes.count) { target in
                for index in bytes.indices {
                    let byte = bytes[index]
                    target.initializeElement(at: index, to: byte &- 0x41 < 26 ? byte | 0x20 : byte)
                }
                return bytes.count
            }
        }
        return ascii ?? unicode(text)
    }

    private static func unicode(_ text: String) -> String {
        let scalars = text.unicodeScalars
        var result = ""
        for index in scalars.indices {
            let scalar = scalars[index]
            if scalar == "Σ" {
                result.unicodeScalars.append(isFinal(index, in: scalars) ? "ς" : "σ")
            } else {
                result += scalar.properties.lowercaseMapping
            }
        }
        return result
    }

    /// Whether a cased letter stands before `index` and none after it, looking past what case ignores.
    private static func isFinal(_ index: String.UnicodeScalarView.Index, in scalars: String.UnicodeScalarView) -> Bool {
        let before = scalars[..<index].reversed().first { !$0.properties.isCaseIgnorable }
        let after = scalars[scalars.index(after: index)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased == true && after?.properties.isCased != true
    }
}
