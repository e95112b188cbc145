/// Names and addresses of hosts and mailboxes.
enum FormatAddresses {
    /// A mailbox (RFC 5321, section 4.1.2): a dot-string or quoted string, `@`, and a domain or address literal.
    static func isEmail(_ text: ArraySlice<UInt8>) -> Bool {
        guard let at = text.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let domain = text[(at + 1)...]
        guard isLocalPart(text[..<at]) else { return false }
        guard domain.first == UInt8(ascii: "["), domain.last == UInt8(ascii: "]") else { return isHostname(domain) }
        let literal = domain.dropFirst().dropLast()
        let tag = Array("IPv6:".utf8)
        return literal.starts(with: tag) ? isIPv6(literal.dropFirst(tag.count)) : isIPv4(literal)
    }

    private static func isLocalPart(_ text: ArraySlice<UInt8>) -> Bool {
        let quote = UInt8(ascii: "\"")
        if text.count >= 2, text.first == quote, text.last == quote {
            var isEscaped = false
            for byte in text.dropFirst().dropLast() {
                guard byte >= 0x20, byte < 0x7F, isEscaped || byte != quote else { return false }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            }
            return !isEscaped
        }
        let special = Array("!#$%&'*+-/=?^_`{|}~".utf8)
        return text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { $0.isLetter || $0.isDecimalDigit || special.contains($0) }
        }
    }

    /// Labels of letters, digits and inner hyphens (RFC 1123, section 2.1).
    static func isHostname(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count <= 253 else { return false }
        let hyphen = UInt8(ascii: "-")
        return text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                && label.allSatisfy { $0.isLetter || $0.isDecimalDigit || $0 == hyphen }
        }
    }

    /// Four numbers from 0 to 255 without leading zeros (RFC 2673, section 3.2, and RFC 3986's `dec-octet`).
    static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(\.isDecimalDigit)
                    && (part.count == 1 || part.first != UInt8(ascii: "0"))
                    && part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
            }
    }

    /// Eight groups of hexadecimal digits, the last two possibly as IPv4, `::` once for groups of zeros (RFC 4291,
    /// section 2.2).
    static func isIPv6(_ text: ArraySlice<UInt8>) -> Bool {
        let colon = UInt8(ascii: ":")
        let parts = text.split(separator: colon, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.count <= 9 else { return false }
        var groups = 0
        var gaps = 0
        for (position, part) in parts.enumerated() {
            if part.isEmpty {
                let isFirst = position == 0
                let isLast = position == parts.count - 1
                // A colon at an end belongs to the `::` beside it.
                if isFirst && !parts[1].isEmpty || isLast && !parts[position - 1].isEmpty { return false }
                if !isFirst && !isLast { gaps += 1 }
            } else if part.contains(UInt8(ascii: ".")) {
                guard position == parts.count - 1, isIPv4(part) else { return false }
                groups += 2
            } else {
                guard part.count <= 4, part.allSatisfy({ URIReference.hexDigit($0) != nil }) else { return false }
                groups += 1
            }
        }
        return gaps == 0 ? groups == 8 : gaps == 1 && groups < 8
    }
}
