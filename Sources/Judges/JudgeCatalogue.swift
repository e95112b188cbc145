package import ChatModels
package import Evaluation
import JSON

/// The kinds of grader that ask a model.
package enum JudgeCatalogue {
    /// The kinds, able to ask `models`, which are keyed by their configured names. Without models the kinds can be
    /// listed but not built.
    package static func kinds(models: [String: any ChatModel]) -> [GraderKind] { [llmJudge(models)] }

    private static func llmJudge(_ models: [String: any ChatModel]) -> GraderKind {
        GraderKind(
            name: "llm_judge",
            aliases: ["llm_rubric", "score_model", "guidelines", "aspect_critic", "LLMGrader"],
            family: .judges,
            summary: "What a model says about the output, by a criterion or a prompt of yours.",
            formula: "The `score` of the model's reply, as declared by `output`. A reply that is refused, cut,"
                + " unreadable or out of range is a failure, never a number.",
            parameters: parameters,
            examples: examples,
            make: { reader, _ throws(JSONReadError) in .grader(try LLMJudge(&reader, models: models)) })
    }

    private static let parameters: [GraderKind.Parameter] = [
        .init("model", type: "string", "The model to ask, by its name under `models`; needed."),
        .init(
            "criteria", type: "string",
            "What makes an output good, in words; put into a prompt that shows input, context and expected where the"
                + " trace has them. Either this or `prompt` is needed."),
        .init(
            "prompt", type: "string",
            "The prompt, with {{output}}, {{expected}}, {{input}}, {{context}}, {{trace.name}} or"
                + " {{trace.metadata.KEY}} where they belong, each shown between random marks. {{#input}}…{{/input}}"
                + " appears only when there is an input."),
        .init("system", type: "string", "The system message, in place of the built-in one."),
        .init(
            "output", type: "object", default: "{type: numeric, min: 0, max: 1}",
            "The answer: {type: numeric, min, max}, {type: boolean}, or {type: categorical, choices: [...]}."),
        .init(
            "temperature", type: "number from 0 to 2, or default", default: "0",
            "The sampling temperature; default leaves it to the provider, for models that take none."),
        .init(
            "max_tokens", type: "whole number", "The most tokens the reply may have; the provider's own when absent."),
        .init("seed", type: "whole number", "The seed, for providers that take one."),
    ]

    private static let examples: [GraderKind.Example] = [
        .init(
            parameters: ["model": "judge", "criteria": "The answer is polite."],
            trace: ["id": "t", "output": "Gladly! Your parcel arrives tomorrow."], value: .numeric(1)),
        .init(
            parameters: [
                "model": "judge", "prompt": "Name the dominant tone of this text.\n{{output}}",
                "output": ["type": "categorical", "choices": ["neutral", "joyful", "urgent"]],
            ],
            trace: ["id": "t", "output": "Leave the building now!"], value: .categorical("urgent")),
    ]
}
