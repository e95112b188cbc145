import ChatModels
import Evaluation
import JSON

extension PairwiseJudge {
    /// The kind, able to ask `models`.
    static func kind(_ models: [String: any ChatModel]) -> GraderKind {
        GraderKind(
            name: "pairwise", aliases: ["battle", "select_best", "arena"], family: .judges,
            summary:
                "Whether the output is better than another answer: the reference, or one from elsewhere in the trace.",
            formula:
                "1 when the output is better, 0 when the other answer is, 0.5 for a tie. Both orders are asked; where they"
                + " disagree it is a tie. Against several answers, at most \(maximumOthers), the mean. `positionBias` in the"
                + " metadata: calls that preferred the answer shown first less those that preferred the second, by all"
                + " calls. If one call fails, so does the grade. Prompt: \(PromptLibrary.signature("pairwise"))."
                + " \(JudgeCatalogue.failureRule)",
            parameters: JudgeCall.parameters + ownParameters,
            examples: [
                .init(
                    parameters: ["model": "judge", "both_orders": false],
                    trace: [
                        "id": "t", "input": "Who wrote Faust?", "output": "I am not sure.",
                        "expectedOutput": "Goethe wrote it.",
                    ], value: .numeric(0)),
                .init(
                    parameters: [
                        "model": "judge", "other": "$.metadata.baseline", "criteria": "Says it in fewer words.",
                    ],
                    trace: ["id": "t", "output": "At nine.", "metadata": ["baseline": "Nine."]], value: .numeric(0.5)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try make(&reader, models)) })
    }

    private static let ownParameters: [GraderKind.Parameter] = [
        .init(
            "other", type: "string", default: "the reference",
            "Where in the trace the other answer stands, as JSONPath, e.g. `$.metadata.baseline`; a list is several answers."
                + " With it the reference, if there is one, is shown as such."),
        .init(
            "criteria", type: "string", "What makes an answer better, in words; right, complete and clear when absent."),
        .init(
            "both_orders", type: "boolean", default: "true",
            "Whether to ask once with each answer first. Without, one call shows them in an order drawn by their texts."
        ),
        .init(
            "prompt", type: "string", default: "the built-in one",
            "A prompt in place of the built-in one: with {{answer_a}}, {{answer_b}}, {{criteria}} and the variables of"
                + " llm_judge's."),
    ]

    private static func make(
        _ reader: inout JSONReader, _ models: [String: any ChatModel]
    ) throws(JSONReadError) -> PairwiseJudge {
        let call = try JudgeCall(&reader, models: models)
        let file = PromptLibrary.file("pairwise", call.language)
        let other = try TracePath("other", &reader)
        let criteria = try PromptReader.literal("criteria", &reader)
        let message = try PromptReader.message(
            "prompt", &reader, builtIn: file, extra: ["answer_a", "answer_b", "criteria"],
            needed: ["answer_a", "answer_b"])
        if other == nil, reader.object["prompt"] != nil, message.template.names.contains("expected") {
            throw reader.error(
                "prompt", "`{{expected}}` is one of the two answers here; give the other one's place as `other`")
        }
        let prompt = JudgePrompt(
            [message], system: call.system, form: .verdict(.value(.categorical(labels))), language: call.language,
            settings: criteria.map { ["criteria": $0] } ?? [:])
        return PairwiseJudge(
            call: call, prompt: prompt, other: other, bothOrders: try reader.bool("both_orders", default: true),
            version: "pairwise/\(file.version)")
    }
}
