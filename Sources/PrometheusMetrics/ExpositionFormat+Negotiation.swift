extension ExpositionFormat {
    /// Chooses the format for a request's `Accept` header (RFC 9110, 12.5.1).
    ///
    /// OpenMetrics only when it is named, in version 1.0.0 or none, with a weight above zero and no lower than plain
    /// text's. Everything else, no header and an unacceptable one included, gets text 0.0.4, which every reader knows.
    package static func negotiate(accept: String?) -> Self {
        guard let accept else { return .text004 }
        var openMetrics = 0.0
        var text: (specificity: Int, weight: Double) = (0, 0)
        for element in accept.utf8.split(separator: UInt8(ascii: ",")) {
            guard let range = MediaRange(element) else { continue }
            if range.type == "application/openmetrics-text", range.version == nil || range.version == "1.0.0" {
                openMetrics = max(openMetrics, range.weight)
            }
            let specificity =
                switch range.type {
                case "text/plain": range.version == nil ? 3 : range.version == "0.0.4" ? 4 : 0
                case "text/*": 2
                case "*/*": 1
                default: 0
                }
            if specificity > text.specificity { text = (specificity, range.weight) }
        }
        return openMetrics > 0 && openMetrics >= text.weight ? .openMetrics : .text004
    }
}

/// One element of an `Accept` header, in lower case.
private struct MediaRange {
    var type: String
    var version: String?
    var weight = 1.0

    /// Reads an element; nil when its weight is not a number from 0 to 1.
    init?(_ element: Substring.UTF8View) {
        let parts = element.split(separator: UInt8(ascii: ";")).map { Self.trimmed(Substring($0)).lowercased() }
        guard let type = parts.first else { return nil }
        self.type = type
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            guard pair.count == 2 else { continue }
            if pair[0] == "version" { version = pair[1].filter { $0 != "\"" } }
            if pair[0] == "q" {
                guard let weight = Double(pair[1]), (0...1).contains(weight) else { return nil }
                self.weight = weight
            }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = text.drop(while: isSpace)
        return String(start.reversed().drop(while: isSpace).reversed())
    }
}
