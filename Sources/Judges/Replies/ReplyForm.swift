import Evaluation
import JSON

/// What a reply must be, as the model is told it: in words and as a JSON Schema. The reason always comes before what it
/// is the reason of, so that the model thinks before it decides.
enum ReplyForm: Sendable, Equatable {
    /// `{"reason", "score"}`.
    case verdict(JudgeOutput)
    /// `{"reason", "scores": {NAME: score}}`.
    case scores([NamedOutput])
    /// `{"items": ["…"]}`.
    case list
    /// `{"verdicts": [{"id", "reason", "verdict"}]}`, with one of the labels for each id.
    case verdicts([String])
    /// `{"reason", "ranking": [id]}`, each id once, the best first.
    case ranking

    /// One of several scores.
    struct NamedOutput: Sendable, Equatable {
        var name: String
        var output: JudgeOutput
    }

    /// The member of the reply that holds what was asked for; also the name under which the schema is sent.
    var key: String {
        switch self {
        case .verdict: "score"
        case .scores: "scores"
        case .list: "items"
        case .verdicts: "verdicts"
        case .ranking: "ranking"
        }
    }

    /// The built-in prompt that asks for this form after everything else.
    var replyPrompt: String {
        switch self {
        case .verdict: "reply"
        case .scores: "reply_scores"
        case .list: "reply_list"
        case .verdicts: "reply_verdicts"
        case .ranking: "reply_ranking"
        }
    }

    /// What that prompt's variables stand for.
    func words(in language: PromptLanguage) -> [String: String] {
        switch self {
        case .verdict(let output):
            ["placeholder": output.placeholder(in: language), "score": output.requirement(in: language)]
        case .scores(let outputs):
            [
                "placeholder": outputs.map { "\"\($0.name)\": \($0.output.placeholder(in: language))" }
                    .joined(separator: ", "),
                "score": outputs.map { "- \($0.name): \($0.output.requirement(in: language))" }
                    .joined(separator: "\n"),
            ]
        case .list, .ranking: [:]
        case .verdicts(let labels):
            ["labels": labels.map { "\"\($0)\"" }.joined(separator: language == .en ? " or " : " 或 ")]
        }
    }

    /// The JSON Schema of the reply.
    func schema(in language: PromptLanguage) -> JSONValue {
        let reason: JSONValue = ["type": "string", "description": Self.reason(language)]
        switch self {
        case .verdict(let output):
            return Self.object([("reason", reason), ("score", output.schema(in: language))])
        case .scores(let outputs):
            let scores = Self.object(outputs.map { ($0.name, $0.output.schema(in: language)) })
            return Self.object([("reason", reason), ("scores", scores)])
        case .list: return Self.object([("items", ["type": "array", "items": ["type": "string"]])])
        case .verdicts(let labels):
            let verdict: JSONValue = ["type": "string", "enum": .array(labels.map { .string($0) })]
            let item = Self.object([("id", ["type": "integer"]), ("reason", reason), ("verdict", verdict)])
            return Self.object([("verdicts", ["type": "array", "items": item])])
        case .ranking:
            return Self.object([("reason", reason), ("ranking", ["type": "array", "items": ["type": "integer"]])])
        }
    }

    private static func reason(_ language: PromptLanguage) -> JSONValue {
        switch language {
        case .en: "What decided, in one to three sentences."
        case .zh: "作出判断的依据，一到三句话。"
        }
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        [
            "type": "object", "properties": .object(JSONObject(members)),
            "required": .array(members.map { .string($0.0) }), "additionalProperties": false,
        ]
    }
}
