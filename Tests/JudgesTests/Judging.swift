import ChatModels
import Evaluation
import JSON
import Judges
import Testing

/// Builds a judge as the configuration would, with `model` as its only model.
func judge(_ parameters: JSONObject, model: ScriptedModel) throws -> any Grader {
    let kind = try #require(JudgeCatalogue.kinds(models: ["judge": model]).first)
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
}

extension GradeOutcome {
    /// The verdict, when there is one.
    var grade: Grade? { if case .graded(let grade) = self { grade } else { nil } }

    /// The failure, when there is one.
    var failure: GradeFailure? { if case .failed(let failure) = self { failure } else { nil } }
}
