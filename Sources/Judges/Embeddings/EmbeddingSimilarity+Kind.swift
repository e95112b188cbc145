import ChatModels
import Evaluation
import JSON

extension EmbeddingSimilarity {
    /// The kind, able to ask `models`, which are keyed by their configured names.
    static func kind(_ models: [String: any EmbeddingModel]) -> GraderKind {
        GraderKind(
            name: "embedding_similarity", aliases: ["similar", "semantic_similarity", "answer_similarity"],
            family: .judges,
            summary: "How close the output is to the reference in meaning, by an embedding model.",
            formula:
                "cosine: a·b / (|a||b|) of the vectors of output and reference, and dot: a·b, which needs vectors of length"
                + " 1; (x - rescale_min) / (1 - rescale_min), cut off at 0 and 1. euclidean: 1 / (1 + |a - b|). Of several"
                + " references the closest counts. An empty text, vectors of different lengths and a vector of zeros are"
                + " failures, never 0. What is close for one model is far for another: set thresholds for each.",
            parameters: [
                .init(
                    "model", type: "string",
                    "The embedding model, by its name under `models`: an entry of `provider: openai`, `azure` or `mock`"
                        + " whose `model` is one for embeddings. It is asked at `/embeddings`. Needed."),
                .init("metric", type: "cosine, dot or euclidean", default: "cosine", "How closeness is measured."),
                .init(
                    "rescale_min", type: "number from -1 to 0.99", default: "0",
                    "The cosine or product that counts as 0, e.g. 0.7 for a model whose unrelated texts have that."),
            ],
            examples: [
                .init(
                    parameters: ["model": "judge"],
                    trace: ["id": "t", "output": "At nine.", "expectedOutput": ["At ten.", "At nine."]],
                    value: .numeric(1))
            ],
            make: { reader, resources throws(JSONReadError) in .grader(try make(&reader, models, resources)) })
    }

    private static func make(
        _ reader: inout JSONReader, _ models: [String: any EmbeddingModel], _ resources: GraderResources
    ) throws(JSONReadError) -> EmbeddingSimilarity {
        let name = try reader.requiredString("model")
        guard let model = models[name] else {
            let known = models.keys.sorted().joined(separator: ", ")
            let list = known.isEmpty ? "no model has" : "these have: \(known)"
            let what =
                resources.modelNames.contains(name)
                ? "the provider of `\(name)` has no embeddings in OpenAI's format" : "no model is called `\(name)`"
            throw reader.error("model", "\(what); \(list)")
        }
        let metric = try reader.choice("metric", default: VectorMetric.cosine)
        let low = try reader.number("rescale_min", in: -1...0.99)
        if low != nil, metric == .euclidean {
            throw reader.error("rescale_min", "belongs to `cosine` and `dot`; leave it out")
        }
        return EmbeddingSimilarity(model: model, judge: resources.graderName, metric: metric, low: low ?? 0)
    }
}
