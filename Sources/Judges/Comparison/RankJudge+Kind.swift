import ChatModels
import Evaluation
import JSON

extension RankJudge {
    /// The kind, able to ask `models`.
    static func kind(_ models: [String: any ChatModel]) -> GraderKind {
        GraderKind(
            name: "rank", aliases: ["listwise", "ranking"], family: .judges,
            summary: "The place of each of several answers when a model puts them in order.",
            formula:
                "(n - place) / (n - 1) for n answers: 1 for the best, 0 for the worst, the mean over both orders. Each answer"
                + " gets a score of its own, named after the grader's with a full stop and its number in the list; the"
                + " grader's own is that of the output among `candidates`, else that of the first of the list. The answers"
                + " are shown in an order drawn by their texts, and in its reverse. `agreement` in the metadata: pairs that"
                + " both orders put alike; `positionBias`: pairs put as they were shown less those put the other way round,"
                + " by all. Each answer must occur exactly once in the model's order; if one call fails, so does the grade."
                + " Prompt: \(PromptLibrary.signature("rank")). \(JudgeCatalogue.failureRule)",
            parameters: JudgeCall.parameters + ownParameters,
            examples: [
                .init(
                    parameters: ["model": "judge", "candidates": "$.metadata.drafts", "both_orders": false],
                    trace: [
                        "id": "t", "input": "Who wrote Faust?", "output": "Goethe.",
                        "metadata": ["drafts": ["Schiller.", "I am not sure."]],
                    ], value: .numeric(1)),
                .init(
                    parameters: ["model": "judge"],
                    trace: ["id": "t", "input": "Who wrote Faust?", "output": ["Goethe.", "Schiller."]],
                    value: .numeric(1)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try make(&reader, models)) })
    }

    private static let ownParameters: [GraderKind.Parameter] = [
        .init(
            "candidates", type: "string", default: "the list in `output`",
            "Where in the trace the other answers stand, as JSONPath, e.g. `$.metadata.drafts`."),
        .init(
            "criteria", type: "string", "What makes an answer better, in words; right, complete and clear when absent."),
        .init(
            "both_orders", type: "boolean", default: "true",
            "Whether to ask again with the answers in the reverse order."),
        .init(
            "max_items", type: "whole number from 2 to 50", default: "20",
            "The most answers; more are a failure, never a part."),
        .init(
            "prompt", type: "string", default: "the built-in one",
            "A prompt in place of the built-in one: with {{items}}, {{criteria}} and the variables of llm_judge's."),
    ]

    private static func make(
        _ reader: inout JSONReader, _ models: [String: any ChatModel]
    ) throws(JSONReadError) -> RankJudge {
        let call = try JudgeCall(&reader, models: models)
        let file = PromptLibrary.file("rank", call.language)
        let candidates = try TracePath("candidates", &reader)
        let criteria = try PromptReader.literal("criteria", &reader)
        let message = try PromptReader.message(
            "prompt", &reader, builtIn: file, extra: ["items", "criteria"], needed: ["items"])
        let prompt = JudgePrompt(
            [message], system: call.system, form: .ranking, language: call.language,
            settings: criteria.map { ["criteria": $0] } ?? [:])
        return RankJudge(
            call: call, prompt: prompt, candidates: candidates,
            bothOrders: try reader.bool("both_orders", default: true),
            most: Int(try reader.integer("max_items", in: 2...50) ?? 20), version: "rank/\(file.version)")
    }
}
