package import JSON
package import Timing

/// One step of a trace: a span, a generation, a tool call, in the shape of Langfuse's observation object.
package struct TraceObservation: Sendable {
    /// The whole object as received or read.
    package let json: JSONObject

    /// Wraps an object; every object is an observation of unknown contents.
    package init(_ json: JSONObject) { self.json = json }

    /// The type in capitals, e.g. `GENERATION` or `TOOL`; `SPAN` when it does not say.
    package var type: String { text("type")?.uppercased() ?? "SPAN" }
    /// The name; nil when it has none.
    package var name: String? { text("name") }
    /// When it began.
    package var startTime: Timestamp? { text("startTime").flatMap { Timestamp(rfc3339: $0) } }
    /// When it ended.
    package var endTime: Timestamp? { text("endTime").flatMap { Timestamp(rfc3339: $0) } }
    /// What it was given; JSON written as text is read, as Langfuse v4 sends it.
    package var input: JSONValue? { content("input") }
    /// What it gave back; JSON written as text is read.
    package var output: JSONValue? { content("output") }

    /// Whether a model was asked here.
    package var isGeneration: Bool { type == "GENERATION" }

    /// The member `key`; `null` and the empty string count as absent, which is how Langfuse v4 writes "not set".
    package subscript(key: String) -> JSONValue? {
        guard let value = json[key], !value.isNull, value != "" else { return nil }
        return value
    }

    private func text(_ key: String) -> String? { self[key]?.string }

    private func content(_ key: String) -> JSONValue? { self[key]?.readStructure }
}

extension JSONValue {
    /// The object or list that a string holds as JSON text; any other value, and any other string, as it is.
    package var readStructure: JSONValue {
        guard let text = string, let first = text.utf8.first(where: { $0 > 0x20 }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "["), let value = try? JSONValue(parsing: text)
        else { return self }
        return value
    }
}

extension Trace {
    /// The trace's observations by start time, those without one last; nil when they did not come with the trace.
    ///
    /// An empty list is none that came: Langfuse sends one when they were not asked for.
    package var observations: [TraceObservation]? {
        guard let list = json["observations"]?.array else { return nil }
        let observations = list.compactMap(\.object).map { TraceObservation($0) }
        guard !observations.isEmpty else { return nil }
        let times = observations.map(\.startTime)
        let order = observations.indices.sorted { left, right in
            switch (times[left], times[right]) {
            case (let one?, let other?): one == other ? left < right : one < other
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): left < right
            }
        }
        return order.map { observations[$0] }
    }
}

extension Trace {
    /// Seconds from the first observation's start to the last one's end; nil when one has not ended, which could be
    /// the last, or when the trace came without.
    package var observedSeconds: Double? {
        guard let observations else { return nil }
        let ends = observations.compactMap(\.endTime)
        guard let start = observations.compactMap(\.startTime).min(), let end = ends.max(),
            ends.count == observations.count
        else { return nil }
        return max(0, end.secondsSinceEpoch - start.secondsSinceEpoch)
    }
}
