import Evaluation
import JSON

/// A judge behind its gate.
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
        switch gate.enter(sample.trace.id) {
        case .refused(let outcome): return outcome
        case .pass(let pass):
            let outcome = await judge.grade(sample)
            return gate.leave(pass, outcome, isComplete: !Task.isCancelled, sample.trace.id)
        }
    }
}
