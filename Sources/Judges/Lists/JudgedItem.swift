import JSON

/// One of the things a judge gave a verdict on, with the verdict.
struct JudgedItem: Sendable, Equatable {
    /// The number under which the model knew it.
    var id: Int
    /// What it says.
    var text: String
    /// The verdict.
    var label: String
    /// Why; nil when the model did not say.
    var reason: String?

    /// The most items that are listed beside a score, so that metadata stays small.
    static let mostListed = 20

    /// The first items with their verdicts, for metadata.
    static func list(_ items: [JudgedItem]) -> JSONValue {
        .array(
            items.prefix(mostListed).map { item in
                var object: JSONObject = [
                    "id": .integer(Int64(item.id)), "text": .string(item.text.bounded(200)),
                    "verdict": .string(item.label),
                ]
                object["reason"] = item.reason.map { .string($0.bounded(200)) }
                return .object(object)
            })
    }
}
