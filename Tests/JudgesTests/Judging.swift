import ChatModels
import Evaluation
import JSON
import Judges
import Testing

/// Builds a judge of `kind` as the configuration would, with `model` as its only model, `embeddings` for vectors, and the
/// evaluation steps in `steps`.
func judge(
    _ kind: String = "llm_judge", _ parameters: JSONObject, model: any ChatModel,
    embeddings: any EmbeddingModel = MockEmbeddingModel(name: "judge"), steps: StepLibrary = StepLibrary()
) throws -> any Grader {
    let kinds = JudgeCatalogue.kinds(models: ["judge": model], embeddings: ["judge": embeddings], steps: steps)
    let kind = try #require(kinds.first { $0.name == kind })
    var parameters = parameters
    if parameters["model"] == nil { parameters["model"] = "judge" }
    var reader = JSONReader(parameters, at: "/graders/0")
    let built = try kind.make(&reader, GraderResources(graderName: "tone", modelNames: ["judge"]))
    try reader.finish()
    guard case .grader(let grader) = built else { throw GradeFailure(code: .internal, message: "not a grader") }
    return grader
}

extension Sample {
    /// A sample with sensible parts.
    static func make(
        output: JSONValue? = "Paris.", expected: JSONValue? = nil, input: JSONValue? = nil, context: JSONValue? = nil,
        metadata: JSONValue? = nil
    ) -> Sample {
        var trace = Trace(id: "t")
        trace.name = "qa"
        trace.metadata = metadata
        return Sample(output: output, expected: expected, input: input, context: context, trace: trace)
    }

    /// The sample of an example's trace.
    static func make(trace: JSONObject) throws -> Sample {
        try InputMapping.standard.sample(of: try TraceDecoder.decode(.object(trace)))
    }
}

extension GradeOutcome {
    /// The verdict, when there is one.
    var grade: Grade? { if case .graded(let grade) = self { grade } else { nil } }

    /// The failure, when there is one.
    var failure: GradeFailure? { if case .failed(let failure) = self { failure } else { nil } }

    /// Whether there was nothing to judge.
    var isSkipped: Bool { if case .skipped = self { true } else { false } }
}
