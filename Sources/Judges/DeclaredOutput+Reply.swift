import Evaluation
import JSON

extension DeclaredOutput {
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
    var schema: JSONValue {
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
}
