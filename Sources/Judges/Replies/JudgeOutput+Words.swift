import Evaluation
import JSON

extension JudgeOutput {
    /// The score in words, for prompts and messages.
    func requirement(in language: PromptLanguage) -> String {
        switch (self, language) {
        case (.value(let output), .en): output.requirement
        case (.value(.numeric(let range)), .zh):
            // Spaces around the bounds let a program find them.
            "\(JSONValue.number(range.lowerBound).text) 到 \(JSONValue.number(range.upperBound).text) 之间的数字（含两端）"
        case (.value(.boolean), .zh): "true 或 false"
        case (.value(.categorical(let labels)), .zh): "以下标签之一：\(Self.list(labels, "、"))"
        case (.labels(let labels, let most), .en):
            "a list of one to \(most) different labels, the most fitting first, out of \(Self.list(labels, ", "))"
        case (.labels(let labels, let most), .zh):
            "由一到 \(most) 个不同标签组成的列表，最贴切的排在最前，可用标签：\(Self.list(labels, "、"))"
        case (.text, .en): "a text of at most \(Self.maximumTextLength) characters"
        case (.text, .zh): "不超过 \(Self.maximumTextLength) 个字符的文字"
        }
    }

    /// What stands in the place of the score where a prompt shows the form of the reply.
    func placeholder(in language: PromptLanguage) -> String {
        switch (self, language) {
        case (.value(.numeric), .en): "<number>"
        case (.value(.numeric), .zh): "<数字>"
        case (.value(.boolean), .en): "<true or false>"
        case (.value(.boolean), .zh): "<true 或 false>"
        case (.value(.categorical), .en): "\"<label>\""
        case (.value(.categorical), .zh): "\"<标签>\""
        case (.labels, .en): "[\"<label>\", …]"
        case (.labels, .zh): "[\"<标签>\", …]"
        case (.text, .en): "\"<text>\""
        case (.text, .zh): "\"<文字>\""
        }
    }

    /// The JSON Schema of the score.
    ///
    /// Ranges and counts stand in the description, because some providers refuse `minimum` and the like in schemas;
    /// they are checked here.
    func schema(in language: PromptLanguage) -> JSONValue {
        var schema: JSONObject =
            switch self {
            case .value(.numeric): ["type": "number"]
            case .value(.boolean): ["type": "boolean"]
            case .value(.categorical(let labels)): Self.choice(labels)
            case .labels(let labels, _): ["type": "array", "items": .object(Self.choice(labels))]
            case .text: ["type": "string"]
            }
        schema["description"] = .string(requirement(in: language))
        return .object(schema)
    }

    private static func choice(_ labels: [String]) -> JSONObject {
        ["type": "string", "enum": .array(labels.map { .string($0) })]
    }

    private static func list(_ labels: [String], _ separator: String) -> String {
        labels.map { JSONValue.string($0).text }.joined(separator: separator)
    }
}
