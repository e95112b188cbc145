import JSON
import Timing

/// Reads the envelope of one event out of a parsed document and checks the types of what it passes.
struct EventReader {
    /// The most characters (Unicode scalars) an event's id may have.
    static let longestID = 200

    /// Where the event lies, as a JSON Pointer.
    let pointer: String

    func read(_ event: JSONElement) throws(EventError) -> EventEnvelope {
        guard event.kind == .object else {
            throw EventError(.invalidEvent, at: pointer, "expected an event, which is an object, found \(event.kind)")
        }
        let members = EventMembers(event)
        let type = try string(members.type, "/type")
        // No other text is canonically equivalent to these letters.
        if let type, type != "trace" {
            return EventEnvelope(
                id: members.id?.string.flatMap { Self.isID($0) ? $0 : nil }, kind: .foreign(type: type), traceID: nil,
                observationID: nil, timestamp: nil)
        }
        let id = try string(members.id, "/id")
        if let id, !Self.isID(id) {
            throw error("/id", "an event id has 1 to \(Self.longestID) characters, none of them a control character")
        }
        let traceID = try traceID(members)
        let observationID = try string(members.observationID, "/observationId")
        if let observationID, observationID.isEmpty {
            throw error("/observationId", "an observation id cannot be empty; leave it out for the whole trace")
        }
        return EventEnvelope(
            id: id, kind: .trace, traceID: traceID, observationID: observationID,
            timestamp: try time(members.timestamp))
    }

    /// Whether `text` can name an event: it appears in paths, logs and headers.
    static func isID(_ text: String) -> Bool {
        let utf8 = text.utf8
        if utf8.count <= longestID, utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return !text.isEmpty }
        var length = 0
        for scalar in text.unicodeScalars {
            guard scalar.value >= 0x20, !(0x7F...0x9F).contains(scalar.value), length < longestID else { return false }
            length += 1
        }
        return length > 0
    }

    private func traceID(_ members: EventMembers) throws(EventError) -> String {
        let trace = present(members.trace)
        let reference = try string(members.traceID, "/traceId")
        switch (trace, reference) {
        case (let trace?, nil):
            return try check(trace)
        case (nil, let id?):
            guard !id.isEmpty else { throw error("/traceId", "a trace id cannot be empty") }
            return id
        case (nil, nil):
            throw error("", "expected `trace` (the trace itself) or `traceId` (a trace in Langfuse), found neither")
        case (_?, _?):
            throw error("", "expected `trace` or `traceId`, found both: which one to grade is not clear")
        }
    }

    /// Checks the members that `TraceDecoder` reads with a type, and returns the id.
    private func check(_ trace: JSONElement) throws(EventError) -> String {
        guard trace.kind == .object else { throw error("/trace", "expected an object, found \(trace.kind)") }
        let members = TraceMembers(trace)
        guard let id = members.id?.string, !id.isEmpty else {
            let path = present(members.id) == nil ? "/trace" : "/trace/id"
            throw error(path, "a trace needs an `id`, a string that is not empty")
        }
        if let (key, value) = members.firstWrongLabel {
            throw error("/trace/\(key)", "expected a string, found \(value.kind)")
        }
        if let tags = present(members.tags), !isListOfStrings(tags) {
            throw error("/trace/tags", "expected a list of strings")
        }
        if let time = present(members.timestamp) {
            // Langfuse writes "" for "not set".
            guard let text = time.string, text.isEmpty || Timestamp(rfc3339: text) != nil else {
                throw error("/trace/timestamp", Self.timeHint)
            }
        }
        return id
    }

    private func isListOfStrings(_ value: JSONElement) -> Bool {
        if value.kind == .string { return true }
        guard value.kind == .array else { return false }
        var isList = true
        value.forEachElement { if $0.kind != .string { isList = false } }
        return isList
    }

    /// The string `member` at `path`; nil when it is absent or null.
    private func string(_ member: JSONElement?, _ path: String) throws(EventError) -> String? {
        guard let value = present(member) else { return nil }
        guard let text = value.string else { throw error(path, "expected a string, found \(value.kind)") }
        return text
    }

    private func time(_ member: JSONElement?) throws(EventError) -> Timestamp? {
        guard let text = try string(member, "/timestamp") else { return nil }
        guard let time = Timestamp(rfc3339: text) else { throw error("/timestamp", Self.timeHint) }
        return time
    }

    private func present(_ value: JSONElement?) -> JSONElement? { value.flatMap { $0.isNull ? nil : $0 } }

    private func error(_ path: String, _ message: String) -> EventError {
        EventError(.invalidEvent, at: pointer + path, message)
    }

    private static let timeHint = "expected an RFC 3339 time with its offset, e.g. 2026-11-21T09:00:00Z"
}
