import ChatModels
import Cryptography
import Evaluation
import JSON
import Timing

/// Where the steps of a form come from: the configuration, or a model that writes them once by a criterion.
struct GEvalSteps: Sendable {
    private enum Source {
        case given([String])
        case written(JudgePrompt, StepKey, StepLibrary)
    }

    private let call: JudgeCall
    private let criteria: String?
    private let source: Source

    /// The most steps that a model may write.
    private static let maximumCount = 20

    /// Reads `criteria` and `steps`; what is to be written is written by `call`, for an examiner who sees the fields that
    /// `form` shows, and kept in `library`.
    init(
        criteria: String?, given: [String], form: GEvalForm, call: JudgeCall, library: StepLibrary
    ) {
        self.call = call
        self.criteria = criteria
        guard given.isEmpty, let criteria else {
            source = .given(given)
            return
        }
        let file = PromptLibrary.file("g_eval_steps", call.language)
        let prompt = JudgePrompt(
            [.init(file)], system: call.system, form: .list, language: call.language,
            settings: ["criteria": criteria, "parameters": form.fields.joined(separator: ", ")])
        let key = StepKey(
            criteria: criteria, promptHash: prompt.hash, language: call.language.rawValue, model: call.modelIdentity)
        source = .written(prompt, key, library)
    }

    /// Identifies a list of steps: the first 16 hexadecimal digits of its SHA-256.
    static func hash(_ steps: [String]) -> String {
        String(Hex.encode(MessageDigest.sha256(Array(steps.joined(separator: "\0").utf8))).prefix(16))
    }

    /// The steps. Where they have to be written first, `tally` counts the call for the grade that caused it; those who wait
    /// for it pay nothing, and when it fails may try again.
    func steps(_ tally: inout CallTally) async throws(GradeFailure) -> [String] {
        switch source {
        case .given(let steps): return steps
        case .written(let prompt, let key, let library):
            var writing = CallTally()
            // The score is the form's, whose model and prompt stand beside it: only what was spent is added.
            defer { tally.addSpending(of: writing) }
            if CallTerms.current?.mayCall == false {
                // Whoever may call must not be told that nothing is kept, as they would be when they waited for this one.
                if let known = await library.known(for: key).steps { return known.steps }
                return try await write(prompt, &writing).steps
            }
            let written = try await library.steps(for: key, by: call.modelName) { () async throws(GradeFailure) in
                try await write(prompt, &writing)
            }
            return written.steps
        }
    }

    /// The criterion and the steps, which are null until a first grade has had them written, and `stepsUnreadable` when they
    /// are null because the store failed. `stepsWrittenBy` is the name of this judge's own model, which writes them when
    /// nobody has; `stepsModel` the model that did.
    func details() async -> JSONObject {
        var details: JSONObject = [:]
        details["criteria"] = criteria.map { .string($0) }
        switch source {
        case .given(let steps): Self.show(steps, in: &details)
        case .written(_, let key, let library):
            let known = await library.known(for: key)
            let written = known.steps
            details["steps"] = .null
            if let written { Self.show(written.steps, in: &details) }
            if known == .unreadable { details["stepsUnreadable"] = true }
            details["stepsWrittenBy"] = .string(call.modelName)
            details["stepsModel"] = written.map { .string($0.model) }
            details["stepsWrittenAt"] = written.map { .string($0.writtenAt.rfc3339) }
        }
        return details
    }

    private static func show(_ steps: [String], in details: inout JSONObject) {
        details["steps"] = .array(steps.map { .string($0) })
        details["stepsHash"] = .string(hash(steps))
    }

    private func write(
        _ prompt: JudgePrompt, _ tally: inout CallTally
    ) async throws(GradeFailure) -> (steps: [String], model: String) {
        let reply = try await call.ask(prompt, showing: [:], &tally)
        let steps = try ItemListReply.items(in: reply, most: Self.maximumCount)
        guard !steps.isEmpty else {
            throw GradeFailure(
                code: .schemaViolation, message: "the model wrote no evaluation steps; give them as `steps`")
        }
        return (steps, reply.model)
    }
}
