package import JSON
package import Timing

/// The score table of a stand-in Langfuse, keyed as ClickHouse keys it: a row is replaced only when id, name and UTC
/// day are the same.
package struct FakeLangfuseStore: Sendable {
    /// A stored score.
    package struct Row: Sendable {
        package var id: String
        package var name: String
        package var timestamp: Timestamp
        /// The score as it came in.
        package var body: JSONObject
        /// How often it was written.
        package var writes: Int
    }

    private struct Key: Hashable {
        var id: String
        var name: String
        var day: Int64
    }

    private var table: [Key: Row] = [:]
    /// Scores dropped by the config check.
    var dropped: [JSONObject] = []
    /// Score configs by id.
    var configs: [String: JSONObject] = [:]

    /// The rows, by time, then id.
    package var rows: [Row] { table.values.sorted { ($0.timestamp, $0.id, $0.name) < ($1.timestamp, $1.id, $1.name) } }

    /// Stores a score that has passed validation; one that does not fit its config vanishes.
    mutating func insert(_ body: JSONObject, at timestamp: Timestamp) {
        guard let id = body["id"]?.string, let given = body["name"]?.string else { return }
        var name = given
        if let configID = body["configId"]?.string {
            guard let config = configs[configID], fits(body, config) else { return dropped.append(body) }
            name = config["name"]?.string ?? given
        }
        let key = Key(id: id, name: name, day: timestamp.utcDay)
        let writes = (table[key]?.writes ?? 0) + 1
        table[key] = Row(id: id, name: name, timestamp: timestamp, body: body, writes: writes)
    }

    private func fits(_ body: JSONObject, _ config: JSONObject) -> Bool {
        guard config["isArchived"]?.bool != true, config["dataType"] == body["dataType"] else { return false }
        if let number = body["value"]?.double {
            return number >= config["minValue"]?.double ?? -.infinity
                && number <= config["maxValue"]?.double ?? .infinity
        }
        return config["categories"]?.array?.contains { $0["label"] == body["value"] } ?? true
    }

    /// What is wrong with the body of a score; nil when Langfuse would answer that it has it.
    static func objection(to body: JSONObject) -> String? {
        guard let name = body["name"]?.string, !name.isEmpty else { return "name: required" }
        guard body["id"]?.string?.isEmpty == false else { return "id: the stand-in wants one made by the client" }
        guard body["traceId"]?.string?.isEmpty == false else { return "traceId: required" }
        for (key, value) in body.members where value.isNull && key != "comment" { return "\(key): null" }
        guard body["source"] == nil else { return "source: refused" }
        switch (body["dataType"]?.string, body["value"]) {
        case ("NUMERIC", .integer), ("NUMERIC", .number): return nil
        case ("BOOLEAN", .integer(0)), ("BOOLEAN", .integer(1)): return nil
        case ("CATEGORICAL", .string): return nil
        default: return "value: does not fit dataType"
        }
    }
}
