package import Evaluation
package import JSON
package import Timing
import Webhooks

/// Grades traces outside the queue: for `gradehook grade` and for `POST /v1/grade`.
///
/// The same suite, rules and score ids as in the pipe; sampling does not apply, since this grading was asked for.
package struct OfflineGrader: Sendable {
    /// One grader's result on one trace, or what stands in the way of any result.
    package struct Row: Sendable {
        /// What was graded.
        package var target: Target
        /// The grader's name; empty when no grader was asked.
        package var grader: String
        /// The score's name.
        package var name: String
        /// What the grader said.
        package var outcome: GradeOutcome
        /// The score as it would be written; nil unless graded.
        package var score: Score?
    }

    private let grading: Grading
    private let factory: ScoreFactory
    private let traces: TraceResolver

    /// Creates a grader.
    init(grading: Grading, project: String, traceSource: (any TraceSource)? = nil) {
        self.grading = grading
        factory = ScoreFactory(project: project)
        traces = TraceResolver(source: traceSource)
    }

    /// Reads `bytes` as a trace object or an event.
    ///
    /// - Throws: `JSONReadError` when it is neither.
    package static func event(_ value: JSONValue) throws(JSONReadError) -> Event {
        let isEvent = value["trace"] != nil || value["traceId"] != nil
        if isEvent {
            do throws(EventError) {
                return try EventDecoder.decode(value.serialized(), fallbackID: "offline")
            } catch {
                throw JSONReadError(pointer: error.pointer, message: error.message)
            }
        }
        let trace = try TraceDecoder.decode(value)
        return Event(id: "offline", content: .trace(trace))
    }

    /// Grades the trace of `event`: with `graders`, or with those its rules name.
    ///
    /// - Throws: `TraceSourceError` when the event only names a trace that cannot be read.
    package func grade(_ event: Event, graders: [String]?, now: Timestamp) async throws(TraceSourceError) -> [Row] {
        let trace = try await traces.trace(of: event)
        let names: [String]
        let rules: [String]?
        switch selection(graders, for: trace) {
        case .graders(let selected, let wanting): (names, rules) = (selected, wanting)
        case .none(let reason):
            return [Row(target: event.target, grader: "", name: "", outcome: .skipped(reason), score: nil)]
        }
        let results = await grading.suite.grade(trace, with: names, hiding: grading.rules.hidden(by: rules))
        let scores = factory.scores(
            from: results, of: trace, target: event.target, eventTime: event.timestamp, acceptedAt: now)
        return results.filter(\.isRequested).map { result in
            Row(
                target: event.target, grader: result.grader.name, name: result.grader.scoreName,
                outcome: result.outcome,
                score: scores.first { $0.grader == result.grader.name })
        }
    }

    private enum Selection {
        /// These graders, because of these rules; nil when the caller named the graders.
        case graders([String], rules: [String]?)
        case none(String)
    }

    private func selection(_ graders: [String]?, for trace: Trace) -> Selection {
        if let graders { return .graders(graders, rules: nil) }
        switch grading.rules.withoutSampling.decide(trace, target: Target(traceID: trace.id)) {
        case .grade(let names, let rules): return .graders(names, rules: rules)
        case .filtered(let reason): return .none("filtered: \(reason)")
        case .sampledOut: return .none("sampled out")
        }
    }

}

extension OfflineGrader.Row {
    /// The row as one line of `--format ndjson`.
    package var json: JSONObject {
        var object: JSONObject = [
            "traceId": .string(target.traceID),
            "observationId": target.observationID.map { .string($0) } ?? .null,
            "grader": .string(grader), "name": .string(name),
        ]
        switch outcome {
        case .graded(let grade):
            object["value"] = grade.value.json
            object["dataType"] = .string(grade.value.dataType)
            object["comment"] = grade.comment.map { .string($0) } ?? .null
            object["metadata"] = .object(score?.metadata ?? grade.metadata)
        case .failed(let failure):
            object["failure"] = ["code": .string(failure.code.rawValue), "message": .string(failure.message)]
        case .skipped(let reason): object["skipped"] = .string(reason)
        }
        return object
    }
}
