import Evaluation
import JSON
import Timing

/// The observations of one trace on a v4 server, which has no trace object, put together to one.
struct ObservationSet: Sendable {
    let traceID: String
    /// Without repetitions, oldest start first.
    private(set) var observations: [JSONObject]

    /// Takes rows as read. Langfuse does not remove repeated ones: of an id the row with the newest `updatedAt` counts.
    init(traceID: String, _ rows: [JSONObject]) {
        self.traceID = traceID
        var newest: [String: JSONObject] = [:]
        for row in rows {
            guard let id = row["id"]?.string, !id.isEmpty else { continue }
            if let other = newest[id], !Self.isNewer(row, than: other) { continue }
            newest[id] = row
        }
        observations = newest.values.sorted { left, right in
            let (a, b) = (left.time("startTime"), right.time("startTime"))
            return a == b ? (left["id"]?.string ?? "") < (right["id"]?.string ?? "") : a < b
        }
    }

    /// The observation with this id.
    func observation(_ id: String) -> JSONObject? { observations.first { $0["id"]?.string == id } }

    /// The id of the observation whose input and output are graded: the target's own, or the root; nil when the
    /// target is not there.
    func focus(of target: Target) -> String? {
        if let observationID = target.observationID { return observation(observationID)?["id"]?.string }
        return root?["id"]?.string
    }

    /// The metadata keys whose values Langfuse may have cut: it does so at 200 characters.
    ///
    /// Characters are counted in whatever unit gives the most, so that none is missed. Keys with a comma cannot be
    /// asked for.
    func cutMetadataKeys(of id: String) -> [String] {
        let metadata = observation(id)?["metadata"]?.object
        return (metadata?.members ?? []).filter { ($0.value.string?.utf8.count ?? 0) >= 200 && !$0.key.contains(",") }
            .map(\.key)
    }

    /// Puts uncut values in the place of the cut ones.
    mutating func replaceMetadata(of id: String, with whole: JSONObject) {
        guard let index = observations.firstIndex(where: { $0["id"]?.string == id }) else { return }
        var metadata = observations[index]["metadata"]?.object ?? [:]
        for (key, value) in whole.members { metadata[key] = value }
        observations[index]["metadata"] = .object(metadata)
    }

    /// The root: marked as such, else without parent, else the earliest. Of several the earliest.
    private var root: JSONObject? {
        let marked = observations.filter { $0["isRootObservation"]?.bool == true }
        let orphans = observations.filter { ($0["parentObservationId"]?.string ?? "").isEmpty }
        let candidates = !marked.isEmpty ? marked : !orphans.isEmpty ? orphans : observations
        // While a server writes old and new tables it makes a root of its own for traces of old senders. It stands
        // for the trace only when no span of the application does.
        return candidates.first { $0["id"]?.string != "t-" + traceID } ?? candidates.first
    }

    private static func isNewer(_ row: JSONObject, than other: JSONObject) -> Bool {
        row.time("updatedAt") > other.time("updatedAt")
    }
}

extension ObservationSet {
    /// Puts the trace object together in the shape of the v3 API.
    func trace(focus id: String, isObservationTarget: Bool) -> JSONObject {
        let readable = observations.map(Self.readable)
        guard let focus = readable.first(where: { $0["id"]?.string == id }) else { return ["id": .string(traceID)] }
        let root = self.root.map(Self.readable) ?? focus
        func label(_ key: String) -> JSONValue? { root[key] ?? readable.lazy.compactMap { $0[key] }.first }

        var trace: JSONObject = ["id": .string(traceID)]
        trace["timestamp"] = root["startTime"]
        trace["name"] = label("traceName") ?? root["name"]
        for key in ["input", "output", "metadata"] { trace[key] = root[key] }
        trace["tags"] = label("tags") ?? .array([])
        for key in ["userId", "sessionId", "environment", "release", "version", "projectId"] { trace[key] = label(key) }
        trace["latency"] = latency(readable).map { .number($0) }
        let costs = readable.compactMap { $0["totalCost"]?.double }
        if !costs.isEmpty { trace["totalCost"] = .number(costs.reduce(0, +)) }
        trace["observations"] = .array(readable.map { .object($0) })
        return isObservationTarget ? trace.focused(on: focus) : trace
    }

    /// Returns the row as it was meant: unset fields, which Langfuse writes as `""` or null, left out, and input,
    /// output and metadata decoded.
    private static func readable(_ row: JSONObject) -> JSONObject {
        var members: [(key: String, value: JSONValue)] = []
        for (key, value) in row.members where !value.isNull && value.string?.isEmpty != true {
            let decoded =
                switch key {
                case "input", "output": ObservationText.content(value)
                case "metadata": ObservationText.metadata(value)
                default: value
                }
            if let decoded { members.append((key, decoded)) }
        }
        return JSONObject(uncheckedDistinct: members)
    }

    /// Seconds from the first start to the last end.
    private func latency(_ observations: [JSONObject]) -> Double? {
        let starts = observations.compactMap { $0.timestamp("startTime") }
        let ends = observations.compactMap { $0.timestamp("endTime") }
        guard let start = starts.min(), let end = ends.max(), end >= start else { return nil }
        return (end - start).inSeconds
    }
}

extension JSONObject {
    fileprivate func timestamp(_ key: String) -> Timestamp? { self[key]?.string.flatMap { Timestamp(rfc3339: $0) } }

    /// The time at `key`, for ordering; the beginning of time when there is none.
    fileprivate func time(_ key: String) -> Timestamp { timestamp(key) ?? Timestamp(microseconds: .min) }
}
