import Evaluation
import JSON

extension JudgeCatalogue {
    /// Verdicts on a conversation: the messages in `input`, and `output` as the last one.
    static let conversation: [ShareKind] = [
        ShareKind(
            name: "conversation_completeness", aliases: ["session_completeness"],
            summary: "How much of what the user wanted the conversation gave them.",
            formula: "Intentions of the user that were met, by all of them.", requires: [],
            pass: .init(
                source: .extracted(prompt: "intentions", from: .conversation), verdicts: "intentions_met",
                shown: ["conversation": .conversation]),
            noun: .init(singular: "intention", plural: "intentions", verdict: "met"), example: example),
        ShareKind(
            name: "knowledge_retention", aliases: ["context_memory"],
            summary: "Whether the assistant keeps what the user has told it.",
            formula: "Messages of the assistant that forget or contradict nothing, by all of them.", requires: [],
            pass: .init(source: .assistantTurns, verdicts: "turns_remember"), noun: messages("without forgetting"),
            example: example),
        ShareKind(
            name: "role_adherence", summary: "Whether the assistant stays in its role.",
            formula: "Messages of the assistant in its role, by all of them.", requires: [],
            pass: .init(source: .assistantTurns, verdicts: "turns_in_role"), noun: messages("in the role"),
            settings: [PromptSetting(name: "role", isNeeded: true, summary: "Who the assistant is to be.")],
            example: example(["role": "A waiter, brief and polite."])),
        ShareKind(
            name: "topic_adherence", summary: "Whether the assistant keeps to its topics.",
            formula: "Messages of the assistant that keep to the topics, by all of them.", requires: [],
            pass: .init(source: .assistantTurns, verdicts: "turns_on_topic"), noun: messages("on topic"),
            settings: [
                PromptSetting(
                    name: "topics", form: .list, isNeeded: true, summary: "What the assistant is there for.")
            ],
            example: example(["topics": ["reservations"]])),
        ShareKind(
            name: "turn_relevancy", aliases: ["conversation_relevance"],
            summary: "Whether each reply of the assistant fits what stands before it.",
            formula: "Messages of the assistant that fit, by all of them.", requires: [],
            pass: .init(source: .assistantTurns, verdicts: "turns_relevant"), noun: messages("fitting"),
            hasWindow: true, example: example),
    ]

    private static func messages(_ verdict: String) -> ShareKind.Noun {
        .init(singular: "message", plural: "messages", verdict: verdict)
    }

    private static let example = example([:])

    private static func example(_ parameters: JSONObject) -> GraderKind.Example {
        .init(
            parameters: parameters,
            trace: [
                "id": "t",
                "input": [
                    ["role": "user", "content": "A table for two, please."], ["role": "assistant", "content": "When?"],
                    ["role": "user", "content": "At eight."],
                ],
                "output": "A table for two at eight: booked.",
            ], value: .numeric(1))
    }
}
