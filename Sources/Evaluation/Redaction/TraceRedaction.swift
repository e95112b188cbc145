import JSON
package import PersonalData
import RegularExpressions

/// Hides personal data of one trace from whoever grades it outside of the process, and from what is written of it.
///
/// Typed markers take its place, `[EMAIL_1]`, with one number for one value throughout the trace, so that an output can
/// still be compared with its context. The mapping of a grader selects from the trace as it came; what it selected is
/// then redacted.
package struct TraceRedaction: Sendable {
    private var markers: PIIMarkers
    private var trace: Trace
    /// Why the trace could not be searched; nothing of it may go out then.
    private var fault: GradeFailure?

    /// Stands in the place of a text that could not be searched.
    static let withheld = "[WITHHELD]"

    /// Searches `trace` for data of `types`; nil when there are none.
    package init?(of trace: Trace, hiding types: Set<PIIType>) {
        guard !types.isEmpty else { return nil }
        var markers = PIIMarkers(types, avoidingThoseIn: trace.json.text)
        var isCut = false
        self.trace = trace
        do throws(MatchLimitError) {
            self.trace = try trace.redacted { text throws(MatchLimitError) in
                // Asked of the texts as they are read: JSON within a string may spell it as an escape.
                isCut = isCut || text.unicodeScalars.contains("…")
                return try markers.learn(text)
            }
            markers.prepareExcerpts()
            // What was cut before it came here has no shape; it is known by the whole value, which may come later.
            if isCut {
                self.trace = try trace.redacted { text throws(MatchLimitError) in try markers.markExcerpts(text) }
            }
        } catch {
            // What graders inside say is still searched for what was learnt so far.
            markers.prepareExcerpts()
            fault = GradeFailure(
                code: .limitExceeded,
                message: "the search for what `redact` hides was given up, so the trace is shown to nobody: \(error)")
        }
        self.markers = markers
    }

    /// Returns what a grader outside may see of `sample`, which is of this trace.
    ///
    /// - Throws: `limit_exceeded` when a search costs too much: what could not be searched is not shown.
    func shown(_ sample: Sample) throws(GradeFailure) -> Sample {
        if let fault { throw fault }
        do throws(MatchLimitError) {
            return try sample.changed(trace: trace) { value throws(MatchLimitError) in
                try JSONTexts.changed(value, by: markers.markExcerpts)
            }
        } catch {
            throw GradeFailure(
                code: .limitExceeded,
                message: "the search for what `redact` hides was given up, so the sample is shown to nobody: \(error)")
        }
    }

    /// Returns `result` as it may be written: comments, metadata, free texts, reasons and messages redacted.
    ///
    /// Data that is not in the trace has markers without a number. Labels of a closed set stay as they are. The result of
    /// a grader outside tells how many values of each type were hidden from it.
    package func written(_ result: GraderResult) -> GraderResult {
        var result = result
        switch result.outcome {
        case .graded(let grade): result.outcome = .graded(written(grade, by: result.grader))
        case .failed(var failure):
            failure.message = written(failure.message)
            result.outcome = .failed(failure)
        case .skipped(let reason): result.outcome = .skipped(written(reason))
        }
        return result
    }

    private func written(_ grade: Grade, by grader: ConfiguredGrader) -> Grade {
        var grade = grade
        grade.comment = grade.comment.map(written)
        grade.metadata = JSONTexts.changed(grade.metadata, by: written)
        if case .categorical([]) = grader.scale.kind { grade.value = written(grade.value) }
        for index in grade.parts.indices { grade.parts[index].value = written(grade.parts[index].value) }
        if case .grader(let inner) = grader.grader, inner.waits {
            grade.metadata["redacted"] = .object(
                JSONObject(markers.counts.map { ($0.type.rawValue, .integer(Int64($0.count))) }))
        }
        return grade
    }

    private func written(_ value: ScoreValue) -> ScoreValue {
        if case .categorical(let text) = value { .categorical(written(text)) } else { value }
    }

    /// Graders cut what they quote, and one inside saw the trace as it came: what is left of a value there has no shape.
    private func written(_ text: String) -> String { (try? markers.markExcerpts(text)) ?? Self.withheld }
}

extension Trace {
    /// The trace with every text in it changed by `change`.
    fileprivate func redacted<Failure: Error>(
        _ change: (String) throws(Failure) -> String
    ) throws(Failure) -> Trace {
        var trace = self
        trace.json = try JSONTexts.changed(json, by: change)
        trace.id = try change(id)
        for field in [\Trace.name, \.userID, \.sessionID, \.environment, \.release, \.version] {
            if let text = self[keyPath: field] { trace[keyPath: field] = try change(text) }
        }
        for field in [\Trace.input, \.output, \.expectedOutput, \.context, \.metadata] {
            if let value = self[keyPath: field] { trace[keyPath: field] = try JSONTexts.changed(value, by: change) }
        }
        trace.tags = []
        for tag in tags { trace.tags.append(try change(tag)) }
        return trace
    }
}
