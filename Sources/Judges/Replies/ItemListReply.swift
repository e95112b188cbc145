import ChatModels
import Evaluation
import JSON

/// Reads a reply that is a list of texts: claims, statements, intentions.
enum ItemListReply {
    /// The longest text of one item, in Unicode scalars.
    static let maximumItemLength = 4000

    /// The texts in `reply`, in order.
    ///
    /// - Throws: `refused`, `truncated`, `unparseable` or `schema_violation`; `limit_exceeded` for more than `most`.
    static func items(in reply: ChatReply, most: Int) throws(GradeFailure) -> [String] {
        guard let list = try ReplyObject.member("items", of: reply).array else {
            throw GradeFailure(code: .schemaViolation, message: "`items` of the reply is no list")
        }
        guard list.count <= most else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "the model found \(list.count) items, more than `max_items`, \(most); raise it, or grade"
                    + " shorter texts")
        }
        var items: [String] = []
        for element in list {
            guard let text = element.string?.trimmed, !text.isEmpty,
                text.unicodeScalars.count <= maximumItemLength
            else {
                throw GradeFailure(
                    code: .schemaViolation,
                    message: "an item of the reply is no text of 1 to \(maximumItemLength) characters:"
                        + " \(element.text.excerpt(60))")
            }
            items.append(text)
        }
        return items
    }
}
