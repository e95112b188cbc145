/// The rules for names, https://prometheus.io/docs/concepts/data_model/.
enum MetricName {
    /// Whether `name` is letters, digits, `_` and `:`, and does not begin with a digit.
    static func isValid(_ name: String) -> Bool {
        isWord(name, allowsColon: true)
    }

    /// Whether `name` is letters, digits and `_`, and begins with neither a digit nor the reserved `__`.
    static func isValidLabel(_ name: String) -> Bool {
        isWord(name, allowsColon: false) && !name.utf8.starts(with: "__".utf8)
    }

    /// The family's name: for a counter the name without `_total`, which OpenMetrics wants apart.
    static func family(_ name: String, _ type: MetricType) -> String {
        guard type == .counter, name.hasSuffix("_total") else { return name }
        return String(name.dropLast("_total".count))
    }

    /// Every sample and family name that the family takes for itself, in either format.
    static func taken(by family: String, _ type: MetricType) -> [String] {
        switch type {
        case .counter: [family, family + "_total"]
        case .gauge: [family]
        case .histogram: [family, family + "_bucket", family + "_sum", family + "_count"]
        }
    }

    private static func isWord(_ name: String, allowsColon: Bool) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.utf8.allSatisfy { byte in
            isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || (allowsColon && byte == UInt8(ascii: ":"))
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
