/// How the form of a reply is asked for, from the strictest way to none.
package enum ReplyFormat: String, Sendable, CaseIterable {
    /// The provider holds the reply to a JSON Schema.
    case jsonSchema = "json_schema"
    /// The provider holds the reply to JSON of any form.
    case jsonObject = "json_object"
    /// Only the prompt asks for a form.
    case text
}
