import ChatModels
import Evaluation
import JSON

extension GEval {
    /// The kind, able to ask `models`, with what they write in `library`.
    static func kind(_ models: [String: any ChatModel], _ library: StepLibrary) -> GraderKind {
        GraderKind(
            name: "g_eval", aliases: ["geval"], family: .judges,
            summary: "How far the output meets a criterion, by evaluation steps that are written once.",
            formula:
                "(s - min) / (max - min). s is the sum of p(k) * k by the sum of p(k), over the whole numbers k from min to"
                + " max that could have stood for the score's token with a probability p(k) of at least 0.01, where the"
                + " provider tells it; else the mean over `n` answers. `weighting` in the metadata says which: logprobs,"
                + " samples, or none for the score as it stands, when its token is not one number. Steps that are not"
                + " given are written by the model once for each criterion and kept in `data_dir`, without one for as long as"
                + " the process lives; they stand with their hash beside every score, in GET /v1/graders and in gradehook"
                + " graders --config. Prompts: \(PromptLibrary.signature("g_eval_steps")),"
                + " \(PromptLibrary.signature("g_eval")). \(JudgeCatalogue.failureRule)",
            equals: "deepeval's calculate_weighted_summed_score(), then (s - min) / (max - min), given the same tokens",
            parameters: JudgeCall.parameters + ownParameters,
            examples: [
                .init(
                    parameters: [
                        "model": "judge", "criteria": "The output is engaging and fun.",
                        "steps": ["Look for a lively voice.", "Look for a picture that surprises."],
                    ],
                    trace: ["id": "t", "output": "Bees dance to give directions."], value: .numeric(0.8))
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try GEval(&reader, models: models, library: library)) })
    }

    private static let ownParameters: [GraderKind.Parameter] = [
        .init("criteria", type: "string", "What makes an output good, in words. Either this or `steps` is needed."),
        .init("steps", type: "list of strings", "The evaluation steps, in place of those the model would write."),
        .init(
            "fields", type: "list of fields", default: "[input, context, expected, output], those there are",
            "What the model is shown: \(GEvalForm.known.joined(separator: ", ")). Those named must be there."),
        .init("min", type: "whole number", default: "0", "The lowest score of the form."),
        .init("max", type: "whole number", default: "10", "The highest score of the form."),
        .init("rubric", type: "list of strings", "What the scores stand for, e.g. `0-2: wrong`."),
        .init(
            "weighting", type: "auto, logprobs, samples or none", default: "auto",
            "How the score is averaged: logprobs by the probabilities of its token, samples over `n` answers; auto takes"
                + " the probabilities where the model tells them, else samples."),
        .init(
            "n", type: "whole number", default: "\(GEvalWeighting.standardCount)",
            "How many answers to average over, at temperature 1, where there are no probabilities; 1 takes the score as"
                + " it stands."),
        .init(
            "prompt", type: "string", default: "the built-in one",
            "A prompt in place of the built-in form: with {{steps}}, {{criteria}}, {{rubric}}, {{low}}, {{high}} and"
                + " the variables of llm_judge's."),
    ]
}
