/// What the graders of one run see of its trace.
///
/// It lies on the heap, so that tasks that wait for a grader hold a reference and no copies.
final class TraceView: Sendable {
    private let trace: Trace
    private let redaction: TraceRedaction?

    /// Shows `trace`, to those outside of the process only what `redaction` leaves; all of it when that is nil.
    init(of trace: Trace, hiding redaction: TraceRedaction?) {
        self.trace = trace
        self.redaction = redaction
    }

    /// What a grader is asked about, or what becomes of its grade without asking.
    enum Selection {
        case sample(Sample)
        case outcome(GradeOutcome)
    }

    /// Selects what `grader` is asked about, once its required fields are known to be there.
    ///
    /// Not inlined: in an asynchronous function its values would stay in memory as long as the grader is waited for.
    @inline(never)
    func selection(for grader: any Grader, _ mapping: InputMapping) -> Selection {
        let sample: Sample
        do throws(GradeFailure) {
            let selected = try mapping.sample(of: trace)
            sample = grader.waits ? try redaction?.shown(selected) ?? selected : selected
        } catch {
            return .outcome(.failed(error))
        }
        for field in grader.requiredFields where sample[field] == nil {
            if field == .output { return .outcome(.skipped("the trace has no output")) }
            let message =
                "`\(field.rawValue)` is missing; send it with the trace or point `map.\(field.rawValue)` at it"
            return .outcome(.failed(GradeFailure(code: .missingInput, message: message)))
        }
        return .sample(sample)
    }

    /// Returns `result` as it may be written.
    func written(_ result: GraderResult) -> GraderResult { redaction?.written(result) ?? result }
}
