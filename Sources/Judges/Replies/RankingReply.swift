import ChatModels
import Evaluation
import JSON

/// Reads a reply that puts items in order.
enum RankingReply {
    /// The places of the items from the best to the worst, counted from 0, and why. Each of the ids 1 to `count` has to
    /// occur exactly once: of half an order, or of one with an item twice, nobody knows what the model meant.
    ///
    /// - Throws: `refused`, `truncated`, `unparseable` or `schema_violation`.
    static func ranking(
        in reply: ChatReply, of count: Int
    ) throws(GradeFailure) -> (places: [Int], reason: String?) {
        guard case .object(let object, _, _) = try ReplyObject.find("ranking", in: reply) else {
            throw ReplyObject.nothing(in: reply.text)
        }
        guard let list = try ReplyObject.member("ranking", of: object).array else {
            throw violation("`ranking` of the reply is no list", count)
        }
        var places: [Int] = []
        for element in list {
            guard let id = element.integer.flatMap({ Int(exactly: $0) }), (1...count).contains(id) else {
                throw violation("an id that no item has: \(element.text.excerpt(60))", count)
            }
            guard !places.contains(id - 1) else { throw violation("item \(id) stands in it twice", count) }
            places.append(id - 1)
        }
        guard places.count == count else { throw violation("it has \(places.count) ids", count) }
        return (places, ReplyObject.reason(object["reason"]?.string))
    }

    private static func violation(_ what: String, _ count: Int) -> GradeFailure {
        GradeFailure(
            code: .schemaViolation,
            message:
                "the ranking must have each id from 1 to \(count) once; \(what); use a model that follows a response"
                + " schema")
    }
}
