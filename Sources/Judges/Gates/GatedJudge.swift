import Evaluation
import JSON

/// A judge behind its gate. While the gate is shut it still gives what replies that were kept come to: they cost nothing and
/// ask nobody. For a trace that the budgets leave out some of them have to be its own (`CallTerms`).
struct GatedJudge: AttackableJudge {
    private let judge: any Grader
    private let gate: JudgeGate

    init(_ judge: any Grader, behind gate: JudgeGate) {
        self.judge = judge
        self.gate = gate
    }

    var scale: Scale { judge.scale }
    var requiredFields: [Sample.Field] { judge.requiredFields }
    var shownFields: Set<Sample.Field> { AttackCase.fieldsShown(by: judge) }
    var waits: Bool { judge.waits }
    var partNames: [String] { judge.partNames }

    func details() async -> JSONObject { await judge.details() }

    func attackGoal(_ wanted: ScoreValue) -> AttackGoal { AttackGoal(on: judge, wanting: wanted) }

    func grade(_ sample: Sample) async -> GradeOutcome {
        let asker = CallTerms.asker(judge: gate.judge, traceID: sample.trace.id)
        switch gate.enter(sample.trace.id) {
        case .pass(let pass, let rate):
            let outcome = await grade(sample, on: CallTerms(mayCall: true, sampleRate: rate, asker: asker))
            return gate.leave(pass, outcome, isComplete: !Task.isCancelled, sample.trace.id)
        case .refused(let refusal):
            let terms = CallTerms(
                mayCall: false, takesOthers: refusal.takesOthers, sampleRate: refusal.sampleRate, asker: asker)
            let outcome = await grade(sample, on: terms)
            // A grade of half the votes is another than that of all.
            guard terms.isComplete else { return gate.turnAway(refusal) }
            if case .failed = outcome { return gate.turnAway(refusal) }
            return outcome
        }
    }

    /// Judges on these terms and notes the share of the traces in which there is such a grade.
    private func grade(_ sample: Sample, on terms: CallTerms) async -> GradeOutcome {
        let outcome = await CallTerms.$current.withValue(terms) { await judge.grade(sample) }
        guard case .graded(var grade) = outcome else { return outcome }
        grade.sampleRate = terms.resultingRate
        return .graded(grade)
    }
}
