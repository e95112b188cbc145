package import JSON
package import Timing

/// What is graded: a trace in the shape of Langfuse's trace object, plus `expectedOutput` and `context`.
package struct Trace: Sendable, Equatable {
    /// The trace's id.
    package var id: String
    /// The name of the kind of trace, e.g. `qa`.
    package var name: String?
    /// When the trace began.
    package var timestamp: Timestamp?
    /// What was asked.
    package var input: JSONValue?
    /// What the application answered; nil when there is none. An empty string is an answer.
    package var output: JSONValue?
    /// The reference answer.
    package var expectedOutput: JSONValue?
    /// The retrieved documents.
    package var context: JSONValue?
    /// Free data of the sender.
    package var metadata: JSONValue?
    /// Labels.
    package var tags: [String]
    /// Who asked.
    package var userID: String?
    /// The conversation the trace belongs to.
    package var sessionID: String?
    /// The deployment environment, e.g. `production`.
    package var environment: String?
    /// The release of the application.
    package var release: String?
    /// The version of the application.
    package var version: String?
    /// The whole object as received or read; what JSONPath expressions run over.
    package var json: JSONValue

    /// Creates a trace that has only an id; the rest is filled in by the reader.
    package init(id: String) {
        self.id = id
        tags = []
        json = .object(["id": .string(id)])
    }
}
