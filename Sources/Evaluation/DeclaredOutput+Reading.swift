package import JSON

extension DeclaredOutput {
    private enum Kind: String, CaseIterable { case numeric, boolean, categorical }

    /// Reads the parameter `output`: `{type: numeric, min, max}`, `{type: boolean}` or `{type: categorical, choices}`.
    /// Numbers from 0 to 1 when it is absent.
    package init(from reader: inout JSONReader) throws(JSONReadError) {
        guard var output = try reader.reader("output") else {
            self = .numeric(0...1)
            return
        }
        switch try output.choice("type", default: Kind.numeric) {
        case .numeric: self = .numeric(try Self.range(&output))
        case .boolean: self = .boolean
        case .categorical: self = .categorical(try Self.choices(&output))
        }
        try output.finish()
    }

    private static func range(_ output: inout JSONReader) throws(JSONReadError) -> ClosedRange<Double> {
        let minimum = try output.number("min") ?? 0
        let maximum = try output.number("max") ?? 1
        guard minimum < maximum else {
            let (low, high) = (JSONValue.number(minimum).text, JSONValue.number(maximum).text)
            throw output.error("max", "must be above `min`, \(low); found \(high)")
        }
        return minimum...maximum
    }

    private static func choices(_ output: inout JSONReader) throws(JSONReadError) -> [String] {
        guard let choices = try output.strings("choices") else { throw output.missing("choices") }
        guard choices.count >= 2 else { throw output.error("choices", "give at least two labels") }
        guard !choices.contains(where: { Self.trimmed($0).isEmpty }) else {
            throw output.error("choices", "a label is empty")
        }
        guard Set(choices).count == choices.count else { throw output.error("choices", "a label occurs twice") }
        return choices
    }
}
