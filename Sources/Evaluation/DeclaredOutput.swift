package import JSON

/// What somebody else's verdict is declared to be: a number in a range, a yes or no, or one of some labels.
package enum DeclaredOutput: Sendable, Equatable {
    case numeric(ClosedRange<Double>)
    case boolean
    case categorical([String])

    /// The scale of the scores.
    package var scale: Scale {
        switch self {
        case .numeric(let range): Scale(.numeric(range))
        case .boolean: .boolean
        case .categorical(let choices): Scale(.categorical(choices))
        }
    }

    /// The score in words, for prompts and messages.
    package var requirement: String {
        switch self {
        case .numeric(let range):
            "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound)), both included"
        case .boolean: "true or false"
        case .categorical(let choices): "one of " + choices.map { JSONValue.string($0).text }.joined(separator: ", ")
        }
    }

    /// Reads the score of a reply.
    ///
    /// Nothing is converted or moved into the range; a label may differ in case from the one declared.
    /// - Throws: A `schema_violation` for everything else.
    package func value(of score: JSONValue) throws(GradeFailure) -> ScoreValue {
        switch (self, score) {
        case (.numeric(let range), .integer), (.numeric(let range), .number):
            if let number = score.double, range.contains(number) { return .numeric(number) }
        case (.boolean, .bool(let value)): return .boolean(value)
        case (.categorical(let choices), .string(let label)):
            if let choice = Self.choice(label, among: choices) { return .categorical(choice) }
        default: break
        }
        throw GradeFailure(
            code: .schemaViolation,
            message: "the score is \(Self.excerpt(score.text)); it must be \(requirement)")
    }

    private static func choice(_ label: String, among choices: [String]) -> String? {
        if choices.contains(label) { return label }
        let wanted = trimmed(label).lowercased()
        let alike = choices.filter { $0.lowercased() == wanted }
        return alike.count == 1 ? alike[0] : nil
    }

    /// `text` without white space at both ends.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// At most 60 scalars on one line.
    private static func excerpt(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars.prefix(60) {
            line.unicodeScalars.append(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar)
        }
        return text.unicodeScalars.count > 60 ? line + "…" : line
    }

    private static func text(_ number: Double) -> String { JSONValue.number(number).text }
}
