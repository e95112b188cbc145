/// Interoperable regular expressions (RFC 9485), which the functions of JSONPath take.
enum IRegexp {
    /// Returns `pattern` in Perl's dialect: a dot outside brackets is any character but LF and CR (RFC 9485, section
    /// 5.3).
    static func translated(_ pattern: String) -> String {
        guard pattern.utf8.contains(UInt8(ascii: ".")) else { return pattern }
        var output = String.UnicodeScalarView()
        var isInBrackets = false
        var isEscaped = false
        for scalar in pattern.unicodeScalars {
            if scalar == ".", !isInBrackets, !isEscaped {
                output.append(contentsOf: #"[^\n\r]"#.unicodeScalars)
            } else {
                output.append(scalar)
            }
            if isEscaped {
                isEscaped = false
                continue
            }
            switch scalar {
            case "\\": isEscaped = true
            case "[": isInBrackets = true
            case "]": isInBrackets = false
            default: break
            }
        }
        return String(output)
    }
}
