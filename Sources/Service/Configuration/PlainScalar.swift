import JSON

/// Gives an unquoted YAML scalar its type by the core schema of YAML 1.2 (<https://yaml.org/spec/1.2.2/#103-core-schema>):
/// `yes`, `no`, `on`, `off` are texts.
enum PlainScalar {
    static func resolve(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        // Only what begins like a number is tried as one: `inf` and `nan` are words here.
        guard let first = text.utf8.first, first == 0x2D || first == 0x2B || first == 0x2E || isDigit(first) else {
            return .string(text)
        }
        if let integer = Int64(text) { return .integer(integer) }
        let isDecimal = text.utf8.allSatisfy { isDigit($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
        if isDecimal, let number = Double(text), number.isFinite { return .number(number) }
        return .string(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
