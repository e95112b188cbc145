import JSON

/// JSON as Python's `json.dumps(value, separators=(",", ":"), sort_keys=True)` writes it: sorted keys, ASCII only.
enum PythonJSON {
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .number(let number): return text(number)
        case .string(let string): return escaped(string)
        case .array(let elements): return "[" + elements.map(text).joined(separator: ",") + "]"
        case .object(let object):
            let members = object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            return "{" + members.map { "\(escaped($0.key)):\(text($0.value))" }.joined(separator: ",") + "}"
        default: return value.text
        }
    }

    /// Python's `repr` of a float: the shortest digits, with an exponent of at least two digits from 1e16 on and below
    /// 1e-4, else with a fraction.
    private static func text(_ number: Double) -> String {
        let text = number.description
        guard let mark = text.firstIndex(of: "e") else {
            return number.magnitude < 1e16 ? text : exponential(text)
        }
        let mantissa = text[..<mark]
        let exponent = text[text.index(after: mark)...]
        let digits = exponent.drop { $0 == "-" || $0 == "+" }
        let sign = exponent.hasPrefix("-") ? "-" : "+"
        let whole = mantissa.hasSuffix(".0") ? mantissa.dropLast(2) : mantissa
        return "\(whole)e\(sign)\(digits.count < 2 ? "0" : "")\(digits)"
    }

    /// Swift writes whole numbers up to 2^54 out, such as `12000000000000000.0`.
    private static func exponential(_ text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let digits = text.dropFirst(sign.count).dropLast(2)
        var rest = digits.dropFirst()
        while rest.last == "0" { rest = rest.dropLast() }
        return "\(sign)\(digits.prefix(1))\(rest.isEmpty ? "" : "." + rest)e+\(digits.count - 1)"
    }

    private static func escaped(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{8}": text += "\\b"
            case "\u{C}": text += "\\f"
            case "\u{20}"..."\u{7E}": text.unicodeScalars.append(scalar)
            default: for unit in UTF16.encode(scalar) ?? .init() { text += escape(unit) }
            }
        }
        return text + "\""
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
