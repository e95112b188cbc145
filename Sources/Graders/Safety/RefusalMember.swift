import Evaluation
import JSON

/// The refusal that OpenAI's messages carry beside their content: `refusal` of a chat message
/// (https://platform.openai.com/docs/api-reference/chat/object), or a part of type `refusal` in a response's output.
enum RefusalMember {
    /// The text of the first refusal in a message, a list of messages, of which the last counts, or a whole response;
    /// also in one written as JSON text. Nil when there is none or it is empty.
    static func text(in output: JSONValue) -> String? {
        let value = output.readStructure
        if let list = value.array { return list.last.flatMap(inMessage) }
        for choice in value["choices"]?.array ?? [] {
            if let text = choice["message"].flatMap(inMessage) { return text }
        }
        for item in value["output"]?.array ?? [] { if let text = inMessage(item) { return text } }
        return inMessage(value["message"] ?? value)
    }

    private static func inMessage(_ message: JSONValue) -> String? {
        if let text = message["refusal"]?.string, !text.isEmpty { return text }
        return (message["content"]?.array ?? []).lazy.compactMap { $0["refusal"]?.string }.first { !$0.isEmpty }
    }
}
