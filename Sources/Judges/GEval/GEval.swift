import ChatModels
import Evaluation
import JSON

/// Judges by a form: a criterion becomes steps, the steps are gone through, the score is weighted by how likely the model
/// found each one.
struct GEval: Grader {
    private let call: JudgeCall
    private let form: GEvalForm
    private let steps: GEvalSteps
    private let weighting: GEvalWeighting

    let requiredFields: [Sample.Field]
    let scale = Scale.unit
    let waits = true

    /// Reads the parameters; steps that are not given are taken from `library`.
    init(
        _ reader: inout JSONReader, models: [String: any ChatModel], library: StepLibrary
    ) throws(JSONReadError) {
        call = try JudgeCall(&reader, models: models)
        let criteria = try PromptReader.literal("criteria", &reader)
        let given = try PromptSetting.texts("steps", &reader) ?? []
        guard criteria != nil || !given.isEmpty else {
            throw JSONReadError(pointer: reader.pointer, message: "give `criteria`, `steps` or both")
        }
        form = try GEvalForm(&reader, call: call, criteria: criteria)
        weighting = try GEvalWeighting(&reader)
        requiredFields = form.requiredFields
        steps = GEvalSteps(criteria: criteria, given: given, form: form, call: call, library: library)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        do throws(GradeFailure) {
            let material = try form.material(of: sample)
            var tally = CallTally()
            let steps = try await steps.steps(&tally)
            let scores = try await weighting.scores(form, showing: material, by: steps, call, &tally)
            var metadata = tally.metadata(GEvalForm.version(call.language))
            metadata["steps"] = .array(steps.map { .string($0) })
            metadata["stepsHash"] = .string(GEvalSteps.hash(steps))
            metadata["weighting"] = .string(scores.weighting)
            metadata["rawScores"] = .array(scores.raw.map { .number($0) })
            return .graded(Grade(.numeric(form.share(scores.mean)), comment: scores.reason, metadata: metadata))
        } catch {
            return .failed(error)
        }
    }

    func details() async -> JSONObject { await steps.details() }
}

extension GEval: AttackableJudge {
    var shownFields: Set<Sample.Field> { form.shownFields }

    func attackGoal(_ wanted: ScoreValue) -> AttackGoal {
        AttackGoal(score: .number(form.score(ofShare: wanted.number ?? 1)))
    }
}
