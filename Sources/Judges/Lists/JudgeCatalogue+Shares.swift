import Evaluation
import JSON

extension JudgeCatalogue {
    /// Verdicts on each claim, statement, document or intention.
    static let shares: [ShareKind] = retrieval + conversation

    private static let retrieval: [ShareKind] = [
        ShareKind(
            name: "faithfulness", aliases: ["groundedness", "context_faithfulness"],
            summary: "How much of what the output claims its documents bear out.",
            formula: "Claims of the output that the context supports, by all its claims.",
            requires: [.output, .context], pass: support(.output, by: .context), noun: claims,
            example: .init(
                trace: ["id": "t", "output": "It opens at nine.", "context": ["Open from 9 to 17."]],
                value: .numeric(1))),
        ShareKind(
            name: "hallucination", summary: "How much of what the output claims its documents do not bear out.",
            formula: "1 - faithfulness: claims that the context contradicts or does not state, by all claims; lower is"
                + " better.",
            direction: .lowerIsBetter, requires: [.output, .context], pass: support(.output, by: .context),
            noun: claims, measure: .complement,
            example: .init(
                trace: ["id": "t", "output": "It opens at nine.", "context": ["Open from 9 to 17."]],
                value: .numeric(0))),
        ShareKind(
            name: "context_recall", aliases: ["contextual_recall", "retrieval_sufficiency"],
            summary: "How much of the reference answer the documents found bear out.",
            formula: "Claims of the reference that the context supports, by all its claims.",
            requires: [.expected, .context], pass: support(.expected, by: .context), noun: claims,
            example: .init(
                trace: ["id": "t", "expectedOutput": "At nine.", "context": ["Open from 9 to 17."]],
                value: .numeric(1))),
        ShareKind(
            name: "answer_relevancy", aliases: ["answer_relevance", "response_relevancy"],
            summary: "How much of what the output says serves what was asked.",
            formula: "Statements of the output that serve the input, by all its statements.",
            requires: [.output, .input],
            pass: .init(source: .extracted(prompt: "statements", from: .output), verdicts: "statement_relevance"),
            noun: .init(singular: "statement", plural: "statements", verdict: "to the point"),
            example: .init(
                trace: ["id": "t", "input": "When do you open?", "output": "At nine."], value: .numeric(1))),
        ShareKind(
            name: "context_precision", aliases: ["contextual_precision", "context_utilization"],
            summary:
                "Whether the documents that were useful for the answer, the reference or else the output, come first.",
            formula: "Average precision: the sum of precision@k over the places k of useful documents, by their number;"
                + " 0 when none is.",
            requires: [.context],
            pass: .init(source: .documents, verdicts: "chunk_usefulness", shown: ["answer": .answer]),
            noun: .init(singular: "document", plural: "documents", verdict: "useful"), measure: .averagePrecision,
            example: .init(
                trace: [
                    "id": "t", "input": "When?", "expectedOutput": "At nine.",
                    "context": ["Open from 9.", "We sell shoes."],
                ], value: .numeric(1))),
        ShareKind(
            name: "context_relevance", aliases: ["contextual_relevancy", "context_relevancy", "retrieval_relevance"],
            summary: "How many of the documents found help to answer what was asked.",
            formula: "Documents that help, by all documents.",
            requires: [.input, .context], pass: .init(source: .documents, verdicts: "chunk_relevance"),
            noun: .init(singular: "document", plural: "documents", verdict: "relevant"),
            example: .init(
                trace: ["id": "t", "input": "When do you open?", "context": ["Open from 9 to 17."]],
                value: .numeric(1))),
    ]

    private static let claims = ShareKind.Noun(singular: "claim", plural: "claims", verdict: "supported")

    /// Claims of one text held against another.
    static func support(_ text: ItemText, by material: ItemText) -> ItemPass.Plan {
        .init(
            source: .extracted(prompt: "claims", from: text), verdicts: "support", shown: ["material": material])
    }
}
