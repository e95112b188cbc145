import ChatModels
import Evaluation
import JSON

/// Reads a reply that gives a verdict on each of several items.
enum VerdictListReply {
    /// The verdict on one item.
    struct Verdict: Sendable, Equatable {
        /// One of the labels asked for.
        var label: String
        /// Why; nil when the model did not say.
        var reason: String?
    }

    /// The verdicts in `reply`, in the order of `ids`. Each id has exactly one: a missing verdict, a second one, or one
    /// on something else is a failure, since nobody knows what the model meant.
    ///
    /// - Throws: `refused`, `truncated`, `unparseable` or `schema_violation`.
    static func verdicts(in reply: ChatReply, on ids: [Int], labels: [String]) throws(GradeFailure) -> [Verdict] {
        guard let list = try ReplyObject.member("verdicts", of: reply).array else {
            throw GradeFailure(code: .schemaViolation, message: "`verdicts` of the reply is no list")
        }
        var byID: [Int: Verdict] = [:]
        for element in list {
            guard let id = element["id"]?.integer.flatMap({ Int(exactly: $0) }), ids.contains(id) else {
                throw violation("a verdict on no item: \(element.text.excerpt(60))", list.count, ids.count)
            }
            guard byID[id] == nil else {
                throw violation("two verdicts on item \(id)", list.count, ids.count)
            }
            guard
                case .categorical(let label) = try DeclaredOutput.categorical(labels).value(
                    of: element["verdict"] ?? .null)
            else { continue }
            byID[id] = Verdict(label: label, reason: ReplyObject.reason(element["reason"]?.string)?.bounded(500))
        }
        var verdicts: [Verdict] = []
        for id in ids {
            guard let verdict = byID[id] else {
                throw violation("no verdict on item \(id)", list.count, ids.count)
            }
            verdicts.append(verdict)
        }
        return verdicts
    }

    private static func violation(_ what: String, _ given: Int, _ wanted: Int) -> GradeFailure {
        GradeFailure(
            code: .schemaViolation,
            message: "\(what); the reply has \(given) verdicts on \(wanted) items; use a model that follows a response"
                + " schema")
    }
}
