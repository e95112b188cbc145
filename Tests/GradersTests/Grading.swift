import Evaluation
import Graders
import JSON
import Testing

/// Builds a grader as the configuration would, and asks it.
func outcome(
    _ kind: String, _ parameters: JSONObject = [:], output: JSONValue?, expected: JSONValue? = nil
) async throws -> GradeOutcome {
    let sample = Sample(output: output, expected: expected, trace: Trace(id: "t"))
    return await (try grader(kind, parameters)).grade(sample)
}

/// The value of a verdict, which must be one.
func value(
    _ kind: String, _ parameters: JSONObject = [:], output: JSONValue?, expected: JSONValue? = nil
) async throws -> ScoreValue {
    try #require(try await outcome(kind, parameters, output: output, expected: expected).grade).value
}

/// Builds a grader that reads samples.
func grader(_ kind: String, _ parameters: JSONObject = [:]) throws -> any Grader {
    guard case .grader(let grader) = try build(kind, parameters) else {
        throw GradeFailure(code: .internal, message: "\(kind) is an aggregator")
    }
    return grader
}

/// Builds whatever `kind` is.
func build(_ kind: String, _ parameters: JSONObject = [:]) throws -> BuiltGrader {
    let kind = try #require(GraderCatalogue.kind(named: kind))
    var reader = JSONReader(parameters, at: "/graders/0")
    let built = try kind.make(&reader, GraderResources(graderName: kind.name))
    try reader.finish()
    return built
}

/// The error a wrong configuration gets, with its JSON Pointer.
func configurationError(_ kind: String, _ parameters: JSONObject) throws -> JSONReadError? {
    do {
        _ = try build(kind, parameters)
        return nil
    } catch let error as JSONReadError {
        return error
    }
}

extension GradeOutcome {
    /// The verdict, when there is one.
    var grade: Grade? { if case .graded(let grade) = self { grade } else { nil } }

    /// The failure's code, when there is one.
    var failureCode: GradeFailure.Code? { if case .failed(let failure) = self { failure.code } else { nil } }
}
