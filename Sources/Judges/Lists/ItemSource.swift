import Evaluation
import JSON

/// Where the items come from that a model gives verdicts on.
enum ItemSource: Sendable {
    /// A first call lists them, with the built-in prompt of this name, from a text of the sample.
    case extracted(prompt: String, from: ItemText)
    /// The documents in `context`, in their order.
    case documents
    /// The messages of the conversation, of which those of the assistant get verdicts.
    case assistantTurns

    /// The fields that the items are taken from.
    var fields: Set<Sample.Field> {
        switch self {
        case .extracted(_, let text): text.fields
        case .documents: [.context]
        case .assistantTurns: ItemText.conversation.fields
        }
    }

    /// The items of a sample that need no call; nil for those that do.
    func items(of sample: Sample, most: Int) throws(GradeFailure) -> ShownItems? {
        let items: ShownItems
        switch self {
        case .extracted: return nil
        case .documents: items = .texts(ContextDocuments.texts(sample.context ?? .null))
        case .assistantTurns: items = .turns(Conversation(of: sample)?.turns ?? [])
        }
        guard items.texts.count <= most else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "\(items.texts.count) items to judge, more than `max_items`, \(most); raise it or send fewer")
        }
        return items
    }
}

/// A text of the sample that items are listed from or held against.
enum ItemText: Sendable {
    case output, expected, input, context, conversation
    /// The reference when there is one, else the output.
    case answer

    /// The fields that the text is taken from.
    var fields: Set<Sample.Field> {
        switch self {
        case .output: [.output]
        case .expected: [.expected]
        case .input: [.input]
        case .context: [.context]
        case .conversation: [.input, .output]
        case .answer: [.expected, .output]
        }
    }

    /// The text; nil when the sample does not have it.
    func text(in sample: Sample) -> String? {
        switch self {
        case .output: Self.text(sample.output)
        case .expected: Self.text(sample.expected)
        case .input: Self.text(sample.input)
        case .context: sample.context.map { ContextDocuments.texts($0).joined(separator: "\n\n") }
        case .conversation: Conversation(of: sample)?.lines
        case .answer: Self.text(sample.expected) ?? Self.text(sample.output)
        }
    }

    private static func text(_ value: JSONValue?) -> String? { value.flatMap { $0.isNull ? nil : $0.plainText } }
}

/// The items as a prompt shows them: one a line as JSON, so that none can pass for another.
struct ShownItems: Sendable {
    /// The lines.
    var lines: String
    /// The texts of those that want a verdict, with their ids, in order.
    var texts: [(id: Int, text: String)]

    /// Texts that all want a verdict, numbered from 1.
    static func texts(_ texts: [String]) -> ShownItems {
        let numbered = texts.enumerated().map { (id: $0.offset + 1, text: $0.element) }
        let lines = numbered.map { item in
            JSONValue.object(["id": .integer(Int64(item.id)), "text": .string(item.text)]).text
        }
        return ShownItems(lines: lines.joined(separator: "\n"), texts: numbered)
    }

    /// Messages of which those of the assistant want a verdict, numbered from 1.
    static func turns(_ turns: [Conversation.Turn]) -> ShownItems {
        let answers = turns.enumerated().filter(\.element.isAssistant)
        return ShownItems(
            lines: Conversation.lines(turns), texts: answers.map { (id: $0.offset + 1, text: $0.element.text) })
    }
}
