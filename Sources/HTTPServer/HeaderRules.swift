/// Which header fields of an answer may be sent as they are.
enum HeaderRules {
    /// Whether the listener frames the message with this field and so ignores a handler's own.
    static func isSetByListener(_ name: String) -> Bool {
        switch name.utf8.count {
        case 10: equal(name, "connection")
        case 14: equal(name, "content-length")
        case 17: equal(name, "transfer-encoding")
        default: false
        }
    }

    /// Whether the field asks for the connection to be closed.
    static func closes(_ name: String, _ value: String) -> Bool {
        name.utf8.count == 10 && equal(name, "connection") && value.utf8.count == 5 && equal(value, "close")
    }

    /// Whether the field cannot end its line early: no CR, LF or NUL, and a name without blanks or colon.
    static func canSend(name: String, value: String) -> Bool {
        !name.isEmpty && all(name) { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
            && all(value) { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func all(_ text: String, _ isAllowed: (UInt8) -> Bool) -> Bool {
        var text = text
        return text.withUTF8 { $0.allSatisfy(isAllowed) }
    }

    private static func equal(_ name: String, _ lowercased: StaticString) -> Bool {
        var index = 0
        for byte in name.utf8 {
            let lowered = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if lowered != lowercased.utf8Start[index] { return false }
            index += 1
        }
        return true
    }
}
