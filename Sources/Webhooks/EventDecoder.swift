package import Evaluation
import JSON
import Timing

/// Reads an accepted event as a whole; the worker's side of `EventEnvelope`.
package enum EventDecoder {
    /// Reads the event in `bytes`, which holds one JSON object; `fallbackID` is its id when the body has none.
    ///
    /// - Throws: `EventError` for anything that `EventEnvelope.inspect` would refuse, and for foreign events.
    package static func decode(_ bytes: [UInt8], fallbackID: String) throws(EventError) -> Event {
        let value: JSONValue
        do throws(JSONParseError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw EventError(error)
        }
        do throws(JSONReadError) {
            return try event(value, fallbackID)
        } catch {
            throw EventError(error)
        }
    }

    private static func event(_ value: JSONValue, _ fallbackID: String) throws(JSONReadError) -> Event {
        var reader = try JSONReader(value)
        if let type = try reader.string("type"), !type.utf8.elementsEqual("trace".utf8) {
            throw reader.error("type", "expected `trace`: events of other types hold nothing to grade")
        }
        let id = try reader.string("id")
        if let id, !EventReader.isID(id) {
            throw reader.error(
                "id", "an event id has 1 to \(EventReader.longestID) characters and no control character")
        }
        let content = try content(&reader)
        let observationID = try reader.string("observationId")
        if let observationID, observationID.isEmpty {
            throw reader.error("observationId", "an observation id cannot be empty")
        }
        return Event(
            id: id ?? fallbackID, timestamp: try timestamp(&reader), content: content, observationID: observationID)
    }

    private static func content(_ reader: inout JSONReader) throws(JSONReadError) -> Event.Content {
        let trace = reader.value("trace")
        let reference = try reader.string("traceId")
        switch (trace, reference) {
        case (let trace?, nil): return .trace(try TraceDecoder.decode(trace, at: reader.path("trace")))
        case (nil, let id?):
            guard !id.isEmpty else { throw reader.error("traceId", "a trace id cannot be empty") }
            return .reference(traceID: id)
        default:
            throw JSONReadError(pointer: reader.pointer, message: "expected exactly one of `trace` and `traceId`")
        }
    }

    private static func timestamp(_ reader: inout JSONReader) throws(JSONReadError) -> Timestamp? {
        guard let text = try reader.string("timestamp") else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw reader.error("timestamp", "expected an RFC 3339 time with its offset, e.g. 2026-11-21T09:00:00Z")
        }
        return time
    }
}
