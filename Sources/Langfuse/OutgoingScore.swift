import Cryptography
import Evaluation
import JSON
import Timing

/// A score as JSON, ready to be put into a request. Made once: every repetition sends the same bytes.
struct OutgoingScore: Sendable, Equatable {
    /// The score's id.
    let id: String
    /// The score's time, as sent.
    let timestamp: String
    /// The score as an object for `POST /scores`; also the `body` of a `score-create` event.
    let body: [UInt8]

    /// The longest comment that is sent; a longer one is cut.
    static let maximumCommentBytes = 20_000
    /// The largest score that is sent: Langfuse refuses bodies over 1 MiB on `POST /scores`.
    static let maximumBytes = 1_000_000

    /// Makes the JSON of `score`.
    ///
    /// `name` is the config's own when there is one, because Langfuse would put it there anyway and a name is part of
    /// what makes a repeated write overwrite. An `environment` of nil is left out.
    init(_ score: Score, name: String, environment: String?) {
        id = score.id
        timestamp = score.timestamp.rfc3339
        // Each key is written once here, so none has to be looked for.
        var members: [(key: String, value: JSONValue)] = []
        members.reserveCapacity(11)
        members.append(("id", .string(score.id)))
        members.append(("traceId", .string(score.target.traceID)))
        if let id = score.target.observationID { members.append(("observationId", .string(id))) }
        members.append(("name", .string(name)))
        members.append(("value", Self.wireValue(score.value)))
        members.append(("dataType", .string(score.value.dataType)))
        if let comment = score.comment { members.append(("comment", .string(Self.cut(comment)))) }
        if !score.metadata.isEmpty { members.append(("metadata", .object(score.metadata))) }
        if let environment { members.append(("environment", .string(ScoreEnvironment.normalised(environment)))) }
        if let id = score.configID { members.append(("configId", .string(id))) }
        members.append(("timestamp", .string(timestamp)))
        body = JSONValue.object(JSONObject(uncheckedDistinct: members)).serialized()
    }

    /// The id of the `score-create` event: the same on every repetition of this score, and another for the same score
    /// with another value, which a server that remembers the ids of events would otherwise take for a repetition.
    var envelopeID: String { "score-" + Hex.encode(MessageDigest.sha256(body).prefix(16)) }

    /// How many bytes the score adds to a request.
    var size: Int { body.count + id.utf8.count + 128 }

    /// Says what is wrong with `score` so that Langfuse would refuse or silently lose it; nil when nothing is.
    static func objection(to score: Score) -> String? {
        // Langfuse counts UTF-16 units, as JavaScript does.
        guard (1...800).contains(score.id.utf16.count), !score.id.utf8.contains(0x0D) else {
            return "the id of score `\(score.name)` must have 1 to 800 characters and no carriage return"
        }
        if score.name.isEmpty { return "score \(score.id) has no name" }
        if score.target.traceID.isEmpty { return "score `\(score.name)` names no trace" }
        if score.target.observationID?.isEmpty == true { return "score `\(score.name)` names an empty observation id" }
        switch score.value {
        case .numeric(let value) where !value.isFinite: return "score `\(score.name)`: \(value) is not a finite number"
        case .categorical(let label) where label.isEmpty: return "score `\(score.name)`: the category is empty"
        default: return nil
        }
    }

    /// Booleans are written as 1 and 0; Langfuse refuses `true`.
    private static func wireValue(_ value: ScoreValue) -> JSONValue {
        switch value {
        case .numeric(let number): .number(number)
        case .boolean(let flag): .integer(flag ? 1 : 0)
        case .categorical(let label): .string(label)
        }
    }

    private static func cut(_ comment: String) -> String {
        guard comment.utf8.count > maximumCommentBytes else { return comment }
        var kept = ""
        var length = 0
        for scalar in comment.unicodeScalars {
            length += UTF8.width(scalar)
            guard length <= maximumCommentBytes else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept + "…"
    }
}
