/// Writes families as text. The caller gives them in order; series are sorted here.
struct ExpositionWriter {
    private let format: ExpositionFormat
    private var bytes: [UInt8] = []

    init(format: ExpositionFormat, expectedSize: Int = 0) {
        self.format = format
        bytes.reserveCapacity(expectedSize)
    }

    /// Writes a family: its help when it has one, its type, its series.
    mutating func write(_ family: FamilySnapshot) {
        // The older format names a counter's family as its sample, OpenMetrics without the suffix.
        let sample = family.type == .counter ? family.name + "_total" : family.name
        let title = format == .openMetrics ? family.name : sample
        if !family.help.isEmpty {
            append("# HELP ", title, " ")
            appendHelp(family.help)
            append("\n")
        }
        append("# TYPE ", title, " ", family.type.rawValue, "\n")
        for (labels, value) in family.series.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .integer(let integer): writeLine(sample, labels, "\(integer)")
            case .number(let number): writeLine(sample, labels, Self.text(number))
            case .histogram(let histogram): write(histogram, family.name, labels)
            }
        }
    }

    /// Ends the text and returns it.
    consuming func finish() -> [UInt8] {
        if format == .openMetrics { append("# EOF\n") }
        return bytes
    }

    private mutating func write(_ histogram: HistogramSnapshot, _ name: String, _ labels: LabelSet) {
        var total: Int64 = 0
        for (index, count) in histogram.counts.enumerated() {
            total += count
            let bound = index < histogram.bounds.count ? boundText(histogram.bounds[index]) : "+Inf"
            append(name, "_bucket{")
            bytes += labels.bytes
            append(labels.bytes.isEmpty ? "le=\"" : ",le=\"", bound, "\"} \(total)\n")
        }
        writeLine(name + "_sum", labels, Self.text(histogram.sum))
        writeLine(name + "_count", labels, "\(total)")
    }

    private mutating func writeLine(_ name: String, _ labels: LabelSet, _ value: String) {
        append(name)
        if !labels.bytes.isEmpty {
            append("{")
            bytes += labels.bytes
            append("}")
        }
        append(" ", value, "\n")
    }

    private mutating func appendHelp(_ help: String) {
        for byte in help.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\n"): append("\\n")
            // Only OpenMetrics knows this escape; the older format would show the backslash.
            case UInt8(ascii: "\"") where format == .openMetrics: append("\\\"")
            default: bytes.append(byte)
            }
        }
    }

    private mutating func append(_ texts: String...) {
        for text in texts { bytes += text.utf8 }
    }

    /// A bucket's bound; OpenMetrics wants a whole number as `1.0`, so that one bound has one spelling.
    private func boundText(_ bound: Double) -> String {
        format == .openMetrics ? "\(bound)" : Self.text(bound)
    }

    /// The shortest text that reads back as `number`, in the formats' spelling of the special values.
    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        // Up to 2^53 whole numbers are exact.
        if number == number.rounded(), abs(number) <= 9_007_199_254_740_992 { return "\(Int64(number))" }
        return "\(number)"
    }
}
