import Evaluation
import JSON

extension LLMJudge {
    static let parameters: [GraderKind.Parameter] =
        JudgeCall.parameters + [
            .init(
                "criteria", type: "string",
                "What makes an output good, in words; put into a prompt that shows input, context and expected where"
                    + " the trace has them. One of this, `prompt` and `messages` is needed."),
            .init(
                "prompt", type: "string",
                "The prompt, with {{output}}, {{expected}}, {{input}}, {{context}}, {{tool_calls}},"
                    + " {{expected_tool_calls}}, {{tools}}, {{conversation}}, {{trajectory}}, {{trace.name}} or"
                    + " {{trace.metadata.KEY}} where they belong, each shown between random marks. {{#input}}…{{/input}}"
                    + " appears only when there is an input."),
            .init(
                "messages", type: "list of {role, content}",
                "The prompt as a conversation of system, user and assistant, with the same variables; the last message"
                    + " is the user's. A system message takes the place of the built-in one."),
            .init(
                "output", type: "object", default: "{type: numeric, min: 0, max: 1}",
                "The answer: {type: numeric, min, max}, {type: boolean}, {type: categorical, choices: [...]}, with"
                    + " `most: N` for up to N labels joined by commas, {type: text} for at most"
                    + " \(JudgeOutput.maximumTextLength) characters, or {type: scores, scores: {NAME: {type: ...}}} for"
                    + " several scores from one call, the first of them being the grader's own."),
        ] + LabelScores.parameters

    static let examples: [GraderKind.Example] = [
        .init(
            parameters: ["model": "judge", "criteria": "The answer is polite."],
            trace: ["id": "t", "output": "Gladly! Your parcel arrives tomorrow."], value: .numeric(1)),
        .init(
            parameters: [
                "model": "judge", "prompt": "Name the dominant tone of this text.\n{{output}}",
                "output": ["type": "categorical", "choices": ["neutral", "joyful", "urgent"]],
            ],
            trace: ["id": "t", "output": "Leave the building now!"], value: .categorical("urgent")),
        .init(
            parameters: [
                "model": "judge",
                "messages": [
                    ["role": "system", "content": "You know what makes prose clear."],
                    ["role": "user", "content": "What does this text do well?\n{{output}}"],
                ],
                "output": ["type": "categorical", "choices": ["order", "words", "examples"], "most": 2],
            ],
            trace: ["id": "t", "output": "First, wash the rice."], value: .categorical("order, words")),
        .init(
            parameters: [
                "model": "judge", "prompt": "What does the customer want?\n{{output}}",
                "labels": ["refund", "exchange", "nothing"], "passing_labels": ["nothing"],
            ],
            trace: ["id": "t", "output": "Thanks, it fits perfectly."], value: .numeric(1)),
    ]
}
