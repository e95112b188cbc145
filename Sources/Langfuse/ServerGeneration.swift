package import Timing

/// What was learnt about the Langfuse server at hand.
package struct ServerGeneration: Sendable, Equatable {
    /// Which routes give traces.
    package enum Readers: String, Sendable, CaseIterable {
        /// `GET /traces/{id}`.
        case v3
        /// `GET /v2/observations`.
        case v4
    }

    /// Which routes give traces.
    package var readers: Readers
    /// The version `/health` names; nil when it names none that can be read.
    package var version: LangfuseVersion?
    /// The id of the project the keys belong to.
    package var projectID: String
    /// Whether `POST /scores` is expected to take arrays: Langfuse Cloud, and servers from 4.59.0 on.
    package var takesScoreArrays: Bool
    /// When this was learnt.
    package var probedAt: Timestamp

    /// Creates a description of a server.
    package init(
        readers: Readers, version: LangfuseVersion?, projectID: String, takesScoreArrays: Bool, probedAt: Timestamp
    ) {
        self.readers = readers
        self.version = version
        self.projectID = projectID
        self.takesScoreArrays = takesScoreArrays
        self.probedAt = probedAt
    }
}
