import Evaluation
import JSON

extension JudgeCatalogue {
    /// Two texts held against each other.
    static let twoWay: [TwoWayKind] = [
        TwoWayKind(
            name: "answer_correctness", aliases: ["factual_correctness"],
            summary: "How far output and reference claim the same, claim by claim.",
            formula:
                "P: claims of the output that the reference supports, by all its claims. R: claims of the reference"
                + " that the output supports, by all of those. f1 is (1 + beta²)PR / (beta²P + R), 0 when the output"
                + " claims nothing. To let closeness of meaning count too, put it into a `weighted_mean` with"
                + " `embedding_similarity`, e.g. by 0.75 and 0.25.",
            requires: [.output, .expected], forward: support(.output, by: .expected),
            backward: support(.expected, by: .output),
            example: .init(
                trace: ["id": "t", "output": "Paris lies on the Seine.", "expectedOutput": "It lies on the Seine."],
                value: .numeric(1))),
        TwoWayKind(
            name: "summarization", aliases: ["summarization_score"],
            summary: "Whether a summary says nothing that its source does not, and leaves out none of the key points.",
            formula: "The lower of alignment, claims of the output that the input supports by all its claims, and"
                + " coverage, key points of the input that the output supports by all of those.",
            requires: [.output, .input], forward: support(.output, by: .input),
            backward: .init(
                source: .extracted(prompt: "key_points", from: .input), verdicts: "support",
                shown: ["material": .output]),
            combination: .minimum, hasLimit: true,
            example: .init(
                trace: ["id": "t", "input": "Sales fell by 9% because of rain.", "output": "Rain cost 9% of sales."],
                value: .numeric(1))),
    ]
}
