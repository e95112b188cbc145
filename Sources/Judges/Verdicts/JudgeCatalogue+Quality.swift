import Evaluation
import JSON

extension JudgeCatalogue {
    /// Is the answer right, complete, to the point?
    static let quality: [VerdictKind] = [
        VerdictKind(
            name: "correctness", aliases: ["answer_accuracy"],
            summary: "Whether the output says the same as the reference, in substance and not in words.",
            meaning: "1 right, 0.75 right with a slip, 0.5 half right, 0.25 mostly wrong, 0 wrong.",
            example: .init(
                trace: ["id": "t", "input": "Capital of France?", "output": "It is Paris.", "expectedOutput": "Paris"],
                value: .numeric(1))),
        VerdictKind(
            name: "factuality", aliases: ["model_graded_factuality"],
            summary: "How the facts of the output relate to those of the reference, as one of five classes.",
            meaning:
                "The number of the class: A subset, B superset, C the same, D disagree, E differ without mattering;"
                + " the letter is in the metadata.",
            classes: [
                VerdictClass(label: "A", key: "subset", score: 0.4),
                VerdictClass(label: "B", key: "superset", score: 0.6), VerdictClass(label: "C", key: "agree", score: 1),
                VerdictClass(label: "D", key: "disagree", score: 0),
                VerdictClass(label: "E", key: "differ_but_factual", score: 1),
            ],
            example: .init(
                trace: [
                    "id": "t", "input": "Who wrote Faust?", "output": "Goethe, in Weimar.", "expectedOutput": "Goethe",
                ], value: .numeric(0.6))),
        VerdictKind(
            name: "closed_qa", aliases: ["model_graded_closedqa"],
            summary: "Whether the output meets a criterion, yes or no.",
            meaning: "True when the criterion is met in full.",
            settings: [PromptSetting(name: "criteria", isNeeded: true, summary: "What the output must do.")],
            example: .init(
                parameters: ["criteria": "The answer names a price."],
                trace: ["id": "t", "input": "How much is it?", "output": "It costs 12 euros."], value: .boolean(true))),
        VerdictKind(
            name: "relevance", aliases: ["relevance_to_query"],
            summary: "Whether the output is about what was asked; not whether it is right.",
            meaning: "1 to the point throughout, 0.5 half of it, 0 about something else.",
            example: .init(
                trace: ["id": "t", "input": "When do you open?", "output": "At nine."], value: .numeric(1))),
        VerdictKind(
            name: "helpfulness", aliases: ["response_helpfulness", "usefulness"],
            summary: "Whether the output gets the person who asked further.",
            meaning: "1 solves what was asked for, 0.5 helps in part, 0 does not help.",
            example: .init(
                trace: ["id": "t", "input": "My order is late.", "output": "It is in the van and arrives by noon."],
                value: .numeric(1))),
        VerdictKind(
            name: "completeness", aliases: ["response_completeness"],
            summary: "Whether the output covers every part of what was asked.",
            meaning: "1 everything, 0.5 half of the parts, 0 none.",
            example: .init(
                trace: ["id": "t", "input": "Name and age?", "output": "Ada."], value: .numeric(0.5))),
        VerdictKind(
            name: "conciseness", summary: "Whether the output says what it has to in no more words than needed.",
            meaning: "1 nothing to cut, 0.5 could be half as long, 0 mostly padding.",
            example: .init(
                trace: ["id": "t", "input": "2 + 2?", "output": "4"], value: .numeric(1))),
        VerdictKind(
            name: "coherence", summary: "Whether the output hangs together: order, links, no contradiction.",
            meaning: "1 clear from start to end, 0.5 readable with breaks, 0 does not make sense.",
            example: .init(
                trace: ["id": "t", "output": "First warm the oven. Then knead the dough."], value: .numeric(1))),
        VerdictKind(
            name: "instruction_following", aliases: ["prompt_alignment"],
            summary: "Whether the output does what the instructions say, form and limits included.",
            meaning: "1 all instructions, 0.5 half of them, 0 none.",
            settings: [
                PromptSetting(
                    name: "instructions", summary: "The instructions, when they do not stand in the input.")
            ],
            example: .init(
                trace: ["id": "t", "input": "Answer in one word: colour of snow?", "output": "White"],
                value: .numeric(1))),
    ]
}
