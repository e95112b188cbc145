package import JSON
package import Timing

/// A verdict ready to be written: named, addressed and dated so that writing it again overwrites it (invariant 3).
package struct Score: Sendable, Equatable {
    /// The UUIDv5 of project, target and name.
    package var id: String
    /// The name under which people find it.
    package var name: String
    /// The value.
    package var value: ScoreValue
    /// What it is about.
    package var target: Target
    /// The target's own time, else the event's; the same on every retry.
    package var timestamp: Timestamp
    /// Why; nil for none.
    package var comment: String?
    /// Facts beside the value.
    package var metadata: JSONObject
    /// The environment of the graded trace; nil when unknown.
    package var environment: String?
    /// The Langfuse score config it must follow; nil for none.
    package var configID: String?
    /// The configured name of the grader that gave it.
    package var grader: String

    /// Creates a score.
    package init(
        id: String, name: String, value: ScoreValue, target: Target, timestamp: Timestamp, comment: String? = nil,
        metadata: JSONObject = [:], environment: String? = nil, configID: String? = nil, grader: String
    ) {
        self.id = id
        self.name = name
        self.value = value
        self.target = target
        self.timestamp = timestamp
        self.comment = comment
        self.metadata = metadata
        self.environment = environment
        self.configID = configID
        self.grader = grader
    }
}
