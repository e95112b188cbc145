import Evaluation
import JSON

/// The messages of a conversation, as a sample tells of them.
///
/// `input` is a list of messages with `role` and `content`, or an object with such a list under `messages`, or the one
/// message of the user; `output` is the last message of the assistant, or a list of all that followed.
struct Conversation: Sendable, Equatable {
    /// One message.
    struct Turn: Sendable, Equatable {
        /// Who speaks, as the sender wrote it.
        var role: String
        /// What is said.
        var text: String

        /// Whether the application under judgement speaks.
        var isAssistant: Bool { ["assistant", "ai", "model"].contains(role.lowercased()) }
    }

    /// The messages, oldest first.
    let turns: [Turn]

    /// The conversation of `sample`; nil when it has neither input nor output.
    init?(of sample: Sample) {
        let asked = sample.input.flatMap { Self.turns($0, role: "user") } ?? []
        let answered = sample.output.flatMap { Self.turns($0, role: "assistant") } ?? []
        // An output that is the whole conversation begins with what was asked.
        turns = !asked.isEmpty && answered.starts(with: asked) ? answered : asked + answered
        if turns.isEmpty { return nil }
    }

    /// The messages as JSON, one a line.
    var lines: String { Self.lines(turns) }

    /// `turns` as JSON, one a line, so that none can pass for another; counted from 1.
    static func lines(_ turns: [Turn]) -> String {
        turns.enumerated().map { index, turn in
            JSONValue.object([
                "id": .integer(Int64(index + 1)), "role": .string(turn.role), "text": .string(turn.text),
            ]).text
        }.joined(separator: "\n")
    }

    private static func turns(_ value: JSONValue, role: String) -> [Turn]? {
        if value.isNull { return nil }
        let value = value.readStructure
        let list = value.array ?? value["messages"]?.array ?? (turn(value) != nil ? [value] : nil)
        let turns = list?.compactMap { turn($0) }
        if let turns, !turns.isEmpty, turns.count == list?.count { return turns }
        return [Turn(role: role, text: value.plainText)]
    }

    private static func turn(_ value: JSONValue) -> Turn? {
        guard let role = value["role"]?.string, value.object?["content"] != nil || value["tool_calls"] != nil else {
            return nil
        }
        return Turn(role: role, text: text(value))
    }

    /// The text of a message: its content, the texts of its parts, or the whole message when it is neither.
    private static func text(_ message: JSONValue) -> String {
        if let text = message["content"]?.string, message["tool_calls"] == nil { return text }
        let parts = message["content"]?.array?.compactMap { $0["text"]?.string } ?? []
        return parts.isEmpty ? message.text : parts.joined(separator: "\n")
    }
}
