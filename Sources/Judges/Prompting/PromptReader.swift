import ChatModels
import Evaluation
import JSON

/// Reads the texts of prompts from a grader's configuration.
enum PromptReader {
    /// Reads the prompt `key`, or takes `builtIn` when it is absent. `extra` names the variables of the kind itself, and
    /// `needed` those the prompt cannot do without.
    static func message(
        _ key: String, _ reader: inout JSONReader, builtIn: PromptFile, extra: [String] = [], needed: [String] = []
    ) throws(JSONReadError) -> JudgePrompt.Message {
        guard let text = try reader.string(key) else {
            return JudgePrompt.Message(builtIn)
        }
        let pointer = reader.path(key)
        let template = try template(text, extra: extra, at: pointer)
        try requireMaterial(template.names, extra: extra, at: pointer)
        for name in needed where !template.names.contains(name) {
            throw JSONReadError(pointer: pointer, message: "write {{\(name)}} where it belongs")
        }
        return JudgePrompt.Message(role: .user, text: text, template: template)
    }

    /// Reads the list `messages` of objects with `role` and `content`; nil when it is absent.
    static func chat(_ reader: inout JSONReader) throws(JSONReadError) -> [JudgePrompt.Message]? {
        guard let list = try reader.optional("messages", "a list of objects with `role` and `content`", \.array) else {
            return nil
        }
        var messages: [JudgePrompt.Message] = []
        for (position, element) in list.enumerated() {
            var message = try JSONReader(element, at: "\(reader.path("messages"))/\(position)")
            let role = try message.choice("role", default: Role.user)
            if role == .system, position > 0 {
                throw message.error("role", "only the first message may be of `system`")
            }
            let text = try message.requiredString("content")
            let template = try template(text, extra: [], at: message.path("content"))
            try message.finish()
            messages.append(.init(role: role.chatRole, text: text, template: template))
        }
        guard messages.last?.role == .user else {
            throw reader.error("messages", "the last message must be of `user`: it is the one the model answers")
        }
        try requireMaterial(messages.flatMap(\.template.names), extra: [], at: reader.path("messages"))
        return messages
    }

    /// Reads a text without variables.
    static func literal(_ key: String, _ reader: inout JSONReader) throws(JSONReadError) -> String? {
        guard let text = try reader.string(key) else { return nil }
        guard !text.trimmed.isEmpty else { throw reader.error(key, "the text is empty") }
        guard !text.contains("{{") else {
            throw reader.error(key, "variables belong in `prompt`; `\(key)` is shown to the model as it is")
        }
        return text
    }

    private static func template(
        _ text: String, extra: [String], at pointer: String
    ) throws(JSONReadError) -> PromptTemplate {
        let template: PromptTemplate
        do throws(PromptTemplate.SyntaxError) {
            template = try PromptTemplate(text)
        } catch {
            throw JSONReadError(pointer: pointer, message: error.message)
        }
        for name in template.names where PromptVariable(name) == nil && !extra.contains(name) {
            let known = (extra + [PromptVariable.knownNames]).joined(separator: ", ")
            throw JSONReadError(
                pointer: pointer,
                message: "unknown variable `{{\(name.excerpt(40))}}`; there are: \(known). Write `\\{{` for the braces"
                    + " themselves")
        }
        return template
    }

    private static func requireMaterial(
        _ names: [String], extra: [String], at pointer: String
    ) throws(JSONReadError) {
        guard !names.contains(where: { PromptVariable($0) != nil || ["items", "text", "answer_a"].contains($0) }) else {
            return
        }
        throw JSONReadError(
            pointer: pointer,
            message: "the prompt shows the model nothing of the trace; write {{output}} where it belongs")
    }

    private enum Role: String, CaseIterable {
        case system, user, assistant

        var chatRole: ChatMessage.Role {
            switch self {
            case .system: .system
            case .user: .user
            case .assistant: .assistant
            }
        }
    }
}
