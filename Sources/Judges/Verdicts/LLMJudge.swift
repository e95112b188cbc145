import ChatModels
import Evaluation
import JSON

/// The judge by a criterion or a prompt of one's own.
enum LLMJudge {
    /// The version of how prompts are put together and replies are read, written beside every score.
    static let version = "llm_judge/2"

    /// The kind, able to ask `models`.
    static func kind(_ models: [String: any ChatModel]) -> GraderKind {
        GraderKind(
            name: "llm_judge",
            aliases: [
                "llm_rubric", "score_model", "label_model", "llm_classifier", "guidelines", "aspect_critic",
                "LLMGrader",
            ],
            family: .judges,
            summary: "What a model says about the output, by a criterion or a prompt of yours.",
            formula: "The `score` of the model's reply, as declared by `output` or `labels`; with `passing_labels` or"
                + " `choice_scores` what its label is worth. \(JudgeCatalogue.failureRule)",
            parameters: parameters,
            examples: examples,
            make: { reader, _ throws(JSONReadError) in .grader(try make(&reader, models)) })
    }

    private static func make(
        _ reader: inout JSONReader, _ models: [String: any ChatModel]
    ) throws(JSONReadError) -> any Grader {
        let call = try JudgeCall(&reader, models: models)
        let choice = try LabelScores(&reader)
        let several = try NamedScoresJudge.outputs(from: &reader)
        let output = try output(choice, several, &reader)
        let criteria = try PromptReader.literal("criteria", &reader)
        let body = try body(&reader, criteria: criteria, call.language)
        let prompt = JudgePrompt(
            body, system: call.system, form: several.map { .scores($0) } ?? .verdict(output), language: call.language,
            settings: criteria.map { ["criteria": $0] } ?? [:])
        if let several { return NamedScoresJudge(call: call, prompt: prompt, outputs: several, version: version) }
        return VerdictJudge(
            call: call, prompt: prompt, output: output, version: version, classScores: choice?.scores)
    }

    private static func output(
        _ choice: LabelScores?, _ several: [ReplyForm.NamedOutput]?, _ reader: inout JSONReader
    ) throws(JSONReadError) -> JudgeOutput {
        if let choice { return .value(.categorical(choice.labels)) }
        return several == nil ? try JudgeOutput(from: &reader) : .text
    }

    /// Reads `prompt` or `messages`, or takes the prompt for `criteria`.
    private static func body(
        _ reader: inout JSONReader, criteria: String?, _ language: PromptLanguage
    ) throws(JSONReadError) -> [JudgePrompt.Message] {
        let builtIn = PromptLibrary.file("criteria", language)
        let message = try PromptReader.message("prompt", &reader, builtIn: builtIn)
        let chat = try PromptReader.chat(&reader)
        switch (reader.object["prompt"] ?? .null, chat, criteria) {
        case (.null, nil, nil):
            throw JSONReadError(
                pointer: reader.pointer, message: "give one of `criteria`, `prompt` and `messages`")
        case (.null, nil, _?), (_, nil, nil): return [message]
        case (.null, let chat?, nil): return try withoutTwoSystems(chat, reader)
        case (_, _, _?):
            throw reader.error("criteria", "`prompt` or `messages` is given too; put the criterion in it")
        case (_, _?, nil): throw reader.error("messages", "`prompt` is given too; put it into a message")
        }
    }

    /// A system message of the list takes the place of the built-in one.
    private static func withoutTwoSystems(
        _ chat: [JudgePrompt.Message], _ reader: JSONReader
    ) throws(JSONReadError) -> [JudgePrompt.Message] {
        if chat[0].role == .system, reader.object["system"] != nil {
            throw reader.error("system", "`messages` begins with a system message; leave one of them out")
        }
        return chat
    }
}
