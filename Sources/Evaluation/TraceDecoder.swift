package import JSON
import Timing

/// Reads a trace object in the shape of Langfuse's API, plus `expectedOutput` and `context`.
///
/// Only `id` is needed. Unknown members are kept in `Trace.json` and otherwise ignored; `null` counts as absent, an
/// empty string does not, except in the fields that identify and label a trace, where Langfuse v4 writes `""` for
/// "not set" (<https://api.reference.langfuse.com>).
package enum TraceDecoder {
    /// Returns the trace in `value`, which lies at `pointer` of what was received.
    ///
    /// - Throws: `JSONReadError` naming the member that has the wrong type.
    package static func decode(_ value: JSONValue, at pointer: String = "") throws(JSONReadError) -> Trace {
        var reader = try JSONReader(value, at: pointer)
        let id = try reader.requiredString("id")
        guard !id.isEmpty else { throw reader.error("id", "a trace id cannot be empty") }
        var trace = Trace(id: id)
        trace.json = value
        trace.timestamp = try timestamp(&reader, "timestamp")
        trace.name = try label(&reader, "name")
        trace.input = reader.value("input")
        trace.output = reader.value("output")
        trace.expectedOutput = reader.value("expectedOutput")
        trace.context = reader.value("context")
        trace.metadata = reader.value("metadata")
        trace.tags = try reader.strings("tags") ?? []
        trace.userID = try label(&reader, "userId")
        trace.sessionID = try label(&reader, "sessionId")
        trace.environment = try label(&reader, "environment")
        trace.release = try label(&reader, "release")
        trace.version = try label(&reader, "version")
        return trace
    }

    private static func label(_ reader: inout JSONReader, _ key: String) throws(JSONReadError) -> String? {
        guard let text = try reader.string(key), !text.isEmpty else { return nil }
        return text
    }

    private static func timestamp(_ reader: inout JSONReader, _ key: String) throws(JSONReadError) -> Timestamp? {
        guard let text = try label(&reader, key) else { return nil }
        guard let timestamp = Timestamp(rfc3339: text) else {
            throw reader.error(key, "expected an RFC 3339 time with offset, e.g. 2026-11-21T09:00:00Z, found `\(text)`")
        }
        return timestamp
    }
}
