import Evaluation
import JSON
import RegularExpressions

/// Reads a JSON Schema from a grader's parameters and holds values against it.
struct SchemaParameter: Sendable {
    private let schema: JSONSchema

    /// Reads `schema`, `draft` and `format_assertion`; nil when there is no schema.
    init?(_ reader: inout JSONReader) throws(JSONReadError) {
        let draft = try reader.choice("draft", default: JSONSchema.Draft.draft2020_12)
        let assertsFormats = try reader.bool("format_assertion", default: false)
        guard let given = reader.value("schema") else { return nil }
        let document = try Self.document(given, reader)
        do throws(JSONSchemaError) {
            schema = try JSONSchema(
                document, draft: draft, assertsFormats: assertsFormats, patterns: Self.compile, isChecked: true)
        } catch {
            // Inside a text there is no place of the configuration to point at.
            let isInline = given.string == nil && error.document.isEmpty
            let message = isInline ? error.message : "\(error)"
            throw JSONReadError(pointer: reader.path("schema") + (isInline ? error.pointer : ""), message: message)
        }
    }

    /// How large a schema may be that comes with a trace, which anybody may have written.
    static let limitsOfTraces = JSONSchema.Limits(schemas: 1_000, patterns: 100)

    /// Compiles a schema in the newest draft: the operator's, or a smaller one that came with a trace.
    init(_ document: JSONValue, isFromTrace: Bool) throws(JSONSchemaError) {
        schema = try JSONSchema(
            document, patterns: Self.compile, limits: isFromTrace ? Self.limitsOfTraces : JSONSchema.Limits(),
            isChecked: !isFromTrace)
    }

    /// Why `value` does not follow the schema; nil when it does.
    ///
    /// - Throws: `limit_exceeded` when it cannot be said in bounded time.
    func violation(in value: JSONValue) throws(GradeFailure) -> JSONSchemaViolation? {
        do throws(JSONSchemaLimitError) {
            return try schema.violation(in: value)
        } catch {
            throw GradeFailure(code: .limitExceeded, message: "the validation was given up: \(error)")
        }
    }

    private static func document(_ value: JSONValue, _ reader: JSONReader) throws(JSONReadError) -> JSONValue {
        if value.object != nil || value.bool != nil { return value }
        guard let text = value.string else {
            throw reader.error("schema", "expected a JSON Schema or its text, found \(value.kindName)")
        }
        do throws(JSONParseError) {
            return try JSONValue(parsing: text)
        } catch {
            throw reader.error("schema", "the text is not JSON: \(error)")
        }
    }

    private static let compile: JSONSchema.PatternCompiler = { pattern in
        guard let expression = try? RegularExpression(pattern, options: .asciiClasses) else { return nil }
        return { try? expression.matches($0) }
    }

    /// The parameters, for the documentation of kinds.
    static let parameters: [GraderKind.Parameter] = [
        .init(
            "schema", type: "JSON Schema, or a string with its text",
            "What the value has to follow; `${file:schema.json}` reads it from a file. References lead only to places"
                + " inside it, and nothing is fetched. All of it has to follow its meta-schema. At most 1,000,000 schemas,"
                + " keys and values are held against one another, schemas 1,000 deep."),
        .init("draft", type: "2020-12 or 7", default: "2020-12", "What a schema without `$schema` follows."),
        .init(
            "format_assertion", type: "boolean", default: "false",
            "Whether `format` must hold: date-time, date, time, duration, email, hostname (an xn-- label is not decoded),"
                + " ipv4, ipv6, uri, uri-reference, uuid, json-pointer, relative-json-pointer, regex. Others, such as"
                + " idn-email, iri and uri-template, assert nothing."),
    ]
}
