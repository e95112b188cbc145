package import JSON
package import Timing

/// What became of an event, kept so that anybody can ask (invariant 6).
package struct EventFate: Sendable, Equatable {
    /// Where an event stands.
    package enum State: String, Sendable, CaseIterable {
        /// In the queue, not looked at yet.
        case accepted
        /// Of a type that is not graded.
        case ignored
        /// No rule wanted it.
        case filtered
        /// A rule wanted it, but it is not in the sample.
        case sampledOut = "sampled_out"
        /// There was nothing to judge, e.g. no output.
        case skipped
        /// Put back until `retryAt`; `detail` says for what.
        case waiting
        /// Graded; no score came of it, or the scores are still to be written.
        case graded
        /// Its scores are in every sink.
        case written
        /// Given up; `detail` says why.
        case dead

        /// Whether nothing more will happen by itself.
        package var isFinal: Bool {
            switch self {
            case .accepted, .waiting: false
            case .ignored, .filtered, .sampledOut, .skipped, .graded, .written, .dead: true
            }
        }
    }

    /// A score that was given.
    package struct GivenScore: Sendable, Equatable {
        /// The score's id.
        package var id: String
        /// The score's name.
        package var name: String
        /// The value.
        package var value: ScoreValue

        /// Creates a record of a score.
        package init(id: String, name: String, value: ScoreValue) {
            self.id = id
            self.name = name
            self.value = value
        }
    }

    /// A grader that could not judge.
    package struct Failure: Sendable, Equatable {
        /// The grader's name.
        package var grader: String
        /// What went wrong.
        package var failure: GradeFailure

        /// Creates a record of a failure.
        package init(grader: String, failure: GradeFailure) {
            self.grader = grader
            self.failure = failure
        }
    }

    /// A grader that had nothing to judge.
    package struct Skip: Sendable, Equatable {
        /// The grader's name.
        package var grader: String
        /// Why there was nothing to judge.
        package var reason: String

        /// Creates a record of a skip.
        package init(grader: String, reason: String) {
            self.grader = grader
            self.reason = reason
        }
    }

    /// The event's id.
    package var eventID: String
    /// Tells events apart that share an id; the higher came later. Not part of the answer.
    package var serial: Int64
    /// The source that sent it.
    package var source: String
    /// Where it stands.
    package var state: State
    /// When it was accepted.
    package var receivedAt: Timestamp
    /// When this was last changed.
    package var updatedAt: Timestamp
    /// How often grading it was tried.
    package var attempts = 0
    /// What it is about; nil until it has been decoded.
    package var target: Target?
    /// The rules that wanted it.
    package var rules: [String] = []
    /// Why it stands where it stands, in a sentence.
    package var detail: String?
    /// When a waiting event is tried again.
    package var retryAt: Timestamp?
    /// The scores it got.
    package var scores: [GivenScore] = []
    /// The graders that failed.
    package var failures: [Failure] = []
    /// The graders that had nothing to judge.
    package var skipped: [Skip] = []

    /// Creates a fate.
    package init(
        eventID: String, serial: Int64 = 0, source: String, state: State, receivedAt: Timestamp, updatedAt: Timestamp
    ) {
        self.eventID = eventID
        self.serial = serial
        self.source = source
        self.state = state
        self.receivedAt = receivedAt
        self.updatedAt = updatedAt
    }
}

extension EventFate {
    /// The fate as `GET /v1/events/{id}` answers it. Members that say nothing are left out.
    package var json: JSONObject {
        var object: JSONObject = [
            "id": .string(eventID), "source": .string(source), "state": .string(state.rawValue),
            "receivedAt": .string(receivedAt.rfc3339), "updatedAt": .string(updatedAt.rfc3339),
            "attempts": .integer(Int64(attempts)),
        ]
        object["traceId"] = target.map { .string($0.traceID) }
        object["observationId"] = target?.observationID.map { .string($0) }
        if !rules.isEmpty { object["rules"] = .array(rules.map { .string($0) }) }
        object["detail"] = detail.map { .string($0) }
        object["retryAt"] = retryAt.map { .string($0.rfc3339) }
        if !scores.isEmpty { object["scores"] = .array(scores.map(\.json)) }
        if !failures.isEmpty { object["failures"] = .array(failures.map(\.json)) }
        if !skipped.isEmpty { object["skipped"] = .array(skipped.map(\.json)) }
        return object
    }
}

extension EventFate.GivenScore {
    fileprivate var json: JSONValue {
        ["id": .string(id), "name": .string(name), "value": value.json, "dataType": .string(value.dataType)]
    }
}

extension EventFate.Failure {
    fileprivate var json: JSONValue {
        ["grader": .string(grader), "code": .string(failure.code.rawValue), "message": .string(failure.message)]
    }
}

extension EventFate.Skip {
    fileprivate var json: JSONValue { ["grader": .string(grader), "reason": .string(reason)] }
}
