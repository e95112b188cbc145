/// JSON Pointer syntax (RFC 6901).
package enum JSONPointer {
    /// Escapes `~` and `/` in one reference token.
    package static func escape(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return token }
        var escaped = ""
        for scalar in token.unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Returns the reference tokens of a pointer, unescaped; what stands before the first `/` is left out.
    static func tokens(_ pointer: String) -> [String] {
        pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { token in
            guard token.contains("~") else { return String(token) }
            var plain = String.UnicodeScalarView()
            var isEscaped = false
            for scalar in token.unicodeScalars {
                switch (isEscaped, scalar) {
                case (true, "0"): plain.append("~")
                case (true, "1"): plain.append("/")
                case (false, "~"): break
                default: plain.append(scalar)
                }
                isEscaped = !isEscaped && scalar == "~"
            }
            return String(plain)
        }
    }
}
