import ChatModels
import Evaluation
import JSON

/// Judges by a form: a criterion becomes steps, the steps are gone through, the score is weighted by how likely the model
/// found each one.
struct GEval: Grader {
    private let call: JudgeCall
    private let criteria: String?
    private let writing: JudgePrompt?
    private let givenSteps: [String]
    private let form: GEvalForm
    private let weighting: GEvalWeighting
    private let library: StepLibrary

    let requiredFields: [Sample.Field]
    let scale = Scale.unit
    let waits = true

    /// Reads the parameters.
    init(
        _ reader: inout JSONReader, models: [String: any ChatModel], library: StepLibrary = .shared
    ) throws(JSONReadError) {
        call = try JudgeCall(&reader, models: models)
        criteria = try PromptReader.literal("criteria", &reader)
        givenSteps = try PromptSetting.texts("steps", &reader) ?? []
        guard criteria != nil || !givenSteps.isEmpty else {
            throw JSONReadError(pointer: reader.pointer, message: "give `criteria`, `steps` or both")
        }
        form = try GEvalForm(&reader, call: call, criteria: criteria)
        weighting = try GEvalWeighting(&reader)
        requiredFields = form.requiredFields
        self.library = library
        if givenSteps.isEmpty, let criteria {
            let file = PromptLibrary.file("g_eval_steps", call.language)
            writing = JudgePrompt(
                [.init(file)], system: call.system, form: .list,
                language: call.language,
                settings: ["criteria": criteria, "parameters": form.fields.joined(separator: ", ")])
        } else {
            writing = nil
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        do throws(GradeFailure) {
            let material = try form.material(of: sample)
            let steps = try await steps()
            var tally = CallTally()
            let scores = try await weighting.scores(form, showing: material, by: steps, call, &tally)
            var metadata = tally.metadata(GEvalForm.version(call.language))
            metadata["steps"] = .array(steps.map { .string($0) })
            metadata["weighting"] = .string(scores.weighting)
            metadata["rawScores"] = .array(scores.raw.map { .number($0) })
            return .graded(Grade(.numeric(form.share(scores.mean)), comment: scores.reason, metadata: metadata))
        } catch {
            return .failed(error)
        }
    }

    /// The criterion and the steps, which are null until a first grade has had them written.
    func details() async -> JSONObject {
        var details: JSONObject = [:]
        details["criteria"] = criteria.map { .string($0) }
        let steps = writing == nil ? givenSteps : await library.known(for: stepsKey)
        details["steps"] = steps.map { .array($0.map { .string($0) }) } ?? .null
        details["stepsWrittenBy"] = writing.map { _ in .string(call.modelName) }
        return details
    }

    /// What the steps were written from: the model, and the hash of the prompt with the criterion in it.
    private var stepsKey: String { "\(call.modelName)\0\(writing?.hash ?? "")" }

    private func steps() async throws(GradeFailure) -> [String] {
        guard let writing else { return givenSteps }
        if CallTerms.current?.mayCall == false {
            // Whoever may call must not be told that nothing is kept, as they would be when they waited for this one.
            if let known = await library.known(for: stepsKey) { return known }
            return try await write(writing).get()
        }
        return try await library.steps(for: stepsKey) { await write(writing) }.get()
    }

    private func write(_ prompt: JudgePrompt) async -> Result<[String], GradeFailure> {
        var tally = CallTally()
        do throws(GradeFailure) {
            let reply = try await call.ask(prompt, showing: [:], &tally)
            let steps = try ItemListReply.items(in: reply, most: 20)
            guard !steps.isEmpty else {
                throw GradeFailure(
                    code: .schemaViolation, message: "the model wrote no evaluation steps; give them as `steps`")
            }
            return .success(steps)
        } catch {
            return .failure(error)
        }
    }
}

extension GEval: AttackableJudge {
    var shownFields: Set<Sample.Field> { form.shownFields }

    func attackGoal(_ wanted: ScoreValue) -> AttackGoal {
        AttackGoal(score: .number(form.score(ofShare: wanted.number ?? 1)))
    }
}
