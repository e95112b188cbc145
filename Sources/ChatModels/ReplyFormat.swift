/// How the form of a reply is asked for, from the strictest way to none. A provider's ladder is a part of these in this
/// order; a model that refuses one is asked the next way from then on.
package enum ReplyFormat: String, Sendable, CaseIterable {
    /// The provider holds the reply to a JSON Schema.
    case jsonSchema = "json_schema"
    /// The model must call one function, whose arguments have the schema and are the reply.
    case toolCall = "tool_call"
    /// The provider holds the reply to JSON of any form.
    case jsonObject = "json_object"
    /// Only the prompt asks for a form.
    case text
}
