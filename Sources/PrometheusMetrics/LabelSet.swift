/// The labels of one series, sorted by name and written out once: `name="value",name="value"`.
///
/// Two sets are the same when their bytes are; Unicode's equivalent spellings are different values to Prometheus.
struct LabelSet: Hashable, Sendable, Comparable {
    /// The text between the braces, with values escaped; empty without labels.
    let bytes: [UInt8]

    /// No labels.
    static let empty = LabelSet(bytes: [])

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Creates a set; nil when a name is not valid, comes twice, or is the `le` that a histogram adds itself.
    init?(_ labels: [(String, String)], for type: MetricType) {
        let sorted = labels.sorted { $0.0 < $1.0 }
        for (index, label) in sorted.enumerated() {
            guard MetricName.isValidLabel(label.0), index == 0 || sorted[index - 1].0 != label.0 else { return nil }
            if type == .histogram, label.0 == "le" { return nil }
        }
        var bytes: [UInt8] = []
        for (name, value) in sorted {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes += name.utf8
            bytes += "=\"".utf8
            Self.appendEscaped(value, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        self.bytes = bytes
    }

    static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// Writes a label value so that the quoted text ends where it should.
    private static func appendEscaped(_ value: String, to bytes: inout [UInt8]) {
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\n"): bytes += "\\n".utf8
            default: bytes.append(byte)
            }
        }
    }
}
