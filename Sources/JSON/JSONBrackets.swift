/// Finds where a bracketed stretch of text ends, as JSON counts brackets: those inside strings do not count.
package enum JSONBrackets {
    /// Which brackets count.
    package enum Kind: Sendable {
        /// `{` and `}` alone: a square bracket neither opens nor closes anything.
        case braces
        /// Braces and square brackets, without regard to which closes which.
        case all
    }

    /// Returns the place of the bracket that closes the one at `start`; nil when none does.
    package static func end(of bytes: [UInt8], from start: Int, counting kind: Kind) -> Int? {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for index in start..<bytes.count {
            let byte = bytes[index]
            if isInString {
                if byte == UInt8(ascii: "\"") && !isEscaped { isInString = false }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                continue
            }
            switch (byte, kind) {
            case (UInt8(ascii: "\""), _): isInString = true
            case (UInt8(ascii: "{"), _), (UInt8(ascii: "["), .all): depth += 1
            case (UInt8(ascii: "}"), _), (UInt8(ascii: "]"), .all):
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return nil
    }
}
