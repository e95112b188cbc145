import Evaluation
import GRDB
import JSON
import Timing

extension StoredScore {
    /// Reads a row of the table `scores`.
    init(_ row: Row) {
        let number: Double? = row["number"]
        let value: ScoreValue =
            switch row["data_type"] as String {
            case "BOOLEAN": .boolean(number == 1)
            case "CATEGORICAL": .categorical(row["label"] ?? "")
            default: .numeric(number ?? 0)
            }
        let score = Score(
            id: row["id"], name: row["name"], value: value,
            target: Target(traceID: row["trace_id"], observationID: row["observation_id"]),
            timestamp: Timestamp(microseconds: row["timestamp"]), comment: row["comment"],
            metadata: JSONObject(storedText: row["metadata"]), environment: row["environment"],
            configID: row["config_id"], grader: row["grader"])
        self.init(
            score: score, createdAt: Timestamp(microseconds: row["created_at"]),
            updatedAt: Timestamp(microseconds: row["updated_at"]))
    }
}

extension JSONObject {
    /// Reads an object this store has written; nil or anything else gives an empty one.
    init(storedText: String?) {
        self = storedText.flatMap { try? JSONValue(parsing: $0).object } ?? [:]
    }
}
