import Evaluation
import JSON
import ScoreStore
import Timing

extension Score {
    static func make(
        id: String = "score-1", name: String = "quality", value: ScoreValue = .numeric(0.5),
        traceID: String = "trace-1",
        observationID: String? = nil, at seconds: Int64 = 1_795_251_600, comment: String? = nil,
        metadata: JSONObject = [:], environment: String? = nil, configID: String? = nil
    ) -> Score {
        Score(
            id: id, name: name, value: value, target: Target(traceID: traceID, observationID: observationID),
            timestamp: Timestamp(seconds: seconds), comment: comment, metadata: metadata, environment: environment,
            configID: configID, grader: "grader-1")
    }
}

extension FateRecord {
    static func make(
        _ eventID: String, serial: Int64 = 0, source: String = "backend", state: String = "accepted",
        at seconds: Int64 = 0
    ) -> FateRecord {
        FateRecord(
            eventID: eventID, serial: serial, source: source, state: state, updatedAt: Timestamp(seconds: seconds),
            detail: ["id": .string(eventID)])
    }
}
