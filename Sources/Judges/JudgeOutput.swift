package import Evaluation
package import JSON

/// What a judge answers with: a number in a range, a yes or no, or one of some labels.
package enum JudgeOutput: Sendable, Equatable {
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

    /// What stands in the place of the score where a prompt shows the form of the reply.
    var placeholder: String {
        switch self {
        case .numeric: "<number>"
        case .boolean: "<true or false>"
        case .categorical: "<label>"
        }
    }

    /// The JSON Schema of a reply: the reason first, so that the model thinks before it decides.
    ///
    /// The range stands in the description, because some providers refuse `minimum` in schemas; it is checked here.
    package var schema: JSONValue {
        var score: JSONObject =
            switch self {
            case .numeric: ["type": "number"]
            case .boolean: ["type": "boolean"]
            case .categorical(let choices): ["type": "string", "enum": .array(choices.map { .string($0) })]
            }
        score["description"] = .string(requirement)
        return [
            "type": "object",
            "properties": [
                "reason": ["type": "string", "description": "What decided, in one to three sentences."],
                "score": .object(score),
            ],
            "required": ["reason", "score"],
            "additionalProperties": false,
        ]
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
            message: "the judge's score is \(score.text.excerpt(60)); it must be \(requirement)")
    }

    /// Reads a score written in plain text, as in `score: 0.5`.
    func value(ofText text: String) throws(GradeFailure) -> ScoreValue {
        switch self {
        case .numeric:
            let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
            return try value(of: (isDecimal ? Double(text) : nil).map { .number($0) } ?? .string(text))
        case .boolean: return try value(of: ["true": true, "false": false][text.lowercased()] ?? .string(text))
        case .categorical: return try value(of: .string(text))
        }
    }

    private static func choice(_ label: String, among choices: [String]) -> String? {
        if choices.contains(label) { return label }
        let alike = choices.filter { $0.lowercased() == label.trimmed.lowercased() }
        return alike.count == 1 ? alike[0] : nil
    }

    private static func text(_ number: Double) -> String { JSONValue.number(number).text }
}
