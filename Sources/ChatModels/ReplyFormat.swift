/// How a reply is held to a schema, from the strictest way to the one every server takes.
enum ReplyFormat: Sendable, CaseIterable {
    /// `response_format: json_schema`
    case schema
    /// `response_format: json_object`
    case object
    /// Nothing but the words of the prompt.
    case text

    /// The next less strict way; nil after the last.
    var next: ReplyFormat? {
        switch self {
        case .schema: .object
        case .object: .text
        case .text: nil
        }
    }
}
