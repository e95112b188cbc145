import Cryptography
import Evaluation
import JSON

/// What a grader of one's own is asked, and how its reply is read: the same over a pipe and over HTTP.
struct ExternalContract: Sendable {
    /// A request, written.
    struct Request: Sendable {
        /// The same for the same question, so that a repeated one can be known.
        let id: String
        /// A JSON object without line breaks.
        let body: [UInt8]
    }

    let scale: Scale
    let requiredFields: [Sample.Field]
    private let name: String
    private let output: DeclaredOutput
    private let parameters: JSONObject
    private let sendsTrace: Bool
    private let maximumRequestBytes: Int

    /// Reads `output`, `direction`, `requires`, `parameters`, `trace` and `max_request_bytes`.
    init(_ reader: inout JSONReader, name: String) throws(JSONReadError) {
        self.name = name
        output = try DeclaredOutput(from: &reader)
        let direction = try reader.choice("direction", default: Scale.Direction.higherIsBetter)
        if case .categorical = output, direction != .higherIsBetter {
            throw reader.error("direction", "labels have no direction")
        }
        scale = Scale(output.scale.kind, direction: direction)
        requiredFields = try Self.requiredFields(&reader)
        parameters = try reader.optional("parameters", "an object", \.object) ?? [:]
        sendsTrace = try reader.bool("trace", default: false)
        maximumRequestBytes = try reader.sizeLimit("max_request_bytes", default: 8 << 20)
    }

    private static func requiredFields(_ reader: inout JSONReader) throws(JSONReadError) -> [Sample.Field] {
        guard let names = try reader.strings("requires") else { return [.output] }
        var fields: [Sample.Field] = []
        for (index, name) in names.enumerated() {
            guard let field = Sample.Field(rawValue: name) else {
                let known = Sample.Field.allCases.map(\.rawValue).joined(separator: ", ")
                throw JSONReadError(
                    pointer: "\(reader.path("requires"))/\(index)", message: "expected one of \(known), found `\(name)`"
                )
            }
            fields.append(field)
        }
        return fields
    }

    /// Writes the request for `sample`.
    func request(_ sample: Sample) throws(GradeFailure) -> Request {
        // The grader of a test or of a part may be asked without what the suite checks before.
        for field in requiredFields where sample[field] == nil { throw .missing(field) }
        var members: [(String, JSONValue)] = [("grader", .string(name)), ("traceId", .string(sample.trace.id))]
        for field in [Sample.Field.input, .output, .expected, .context] {
            members.append((field.rawValue, sample[field] ?? .null))
        }
        for field in [Sample.Field.toolCalls, .expectedToolCalls, .tools] where requiredFields.contains(field) {
            members.append((field.rawValue, sample[field] ?? .null))
        }
        members.append(("parameters", .object(parameters)))
        if sendsTrace { members.append(("trace", sample.trace.json)) }
        let question = JSONValue.object(JSONObject(members)).serialized()
        let id = Hex.encode(Array(MessageDigest.sha256(question).prefix(16)))
        let body = JSONValue.object(JSONObject([("id", .string(id))] + members)).serialized()
        guard body.count <= maximumRequestBytes else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "the request would be \(body.count) bytes long; `max_request_bytes` is \(maximumRequestBytes)")
        }
        return Request(id: id, body: body)
    }

    /// Whether `line` is a JSON object about the request `id`, whatever else it says.
    static func isReply(_ line: [UInt8], to id: String) -> Bool {
        (try? JSONValue(parsing: line))?["id"]?.string == id
    }

    /// Reads the reply to the request `id`.
    func outcome(of reply: [UInt8], to id: String) -> GradeOutcome {
        do throws(GradeFailure) {
            return try read(try object(reply), id)
        } catch {
            return .failed(error)
        }
    }

    private func object(_ reply: [UInt8]) throws(GradeFailure) -> JSONObject {
        let value: JSONValue
        do throws(JSONParseError) {
            value = try JSONValue(parsing: reply)
        } catch {
            let text = String(decoding: reply.prefix(1_000), as: UTF8.self).excerpt(100)
            throw GradeFailure(code: .unparseable, message: "the reply is not JSON (\(error)): \(text)")
        }
        guard let object = value.object else {
            throw GradeFailure(
                code: .schemaViolation,
                message: "the reply must be an object, it is \(value.kindName) \(value.text.excerpt())")
        }
        return object
    }

    private func read(_ reply: JSONObject, _ id: String) throws(GradeFailure) -> GradeOutcome {
        if let given = reply["id"], given.string != id {
            throw Self.violation("`id` is \(given.text.excerpt()), the request's is `\(id)`")
        }
        let verdicts = ["value", "score", "failure", "skipped"].filter { !(reply[$0]?.isNull ?? true) }
        guard let verdict = verdicts.first, let said = reply[verdict], verdicts.count == 1 else {
            let found = verdicts.isEmpty ? "it has none" : "it has \(verdicts.joined(separator: " and "))"
            throw Self.violation("one of value, score, failure and skipped must be there; \(found)")
        }
        switch verdict {
        case "failure": throw try ExternalFailure.read(said)
        case "skipped":
            guard let reason = said.string else { throw Self.violation("`skipped` must be the reason, a string") }
            return .skipped(Self.bounded(reason))
        default:
            return .graded(
                Grade(try output.value(of: said), comment: try comment(reply), metadata: try metadata(reply)))
        }
    }

    private func comment(_ reply: JSONObject) throws(GradeFailure) -> String? {
        for key in ["comment", "reason"] {
            guard let value = reply[key], !value.isNull else { continue }
            guard let text = value.string else { throw Self.violation("`\(key)` must be a string") }
            return Self.bounded(text)
        }
        return nil
    }

    private func metadata(_ reply: JSONObject) throws(GradeFailure) -> JSONObject {
        guard let value = reply["metadata"], !value.isNull else { return [:] }
        guard let object = value.object else { throw Self.violation("`metadata` must be an object") }
        return object
    }

    /// A text of theirs, cut to a length that every sink takes; `…` tells where a value in it may have lost its end.
    static func bounded(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 2_000, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }

    static func violation(_ text: String) -> GradeFailure {
        GradeFailure(code: .schemaViolation, message: "the reply is not as agreed: \(text)")
    }
}
