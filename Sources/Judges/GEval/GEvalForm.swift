import ChatModels
import Evaluation
import JSON

/// The form a model fills in: the steps, the material, and a whole number within a range.
struct GEvalForm: Sendable {
    /// The names of what the form shows of the sample.
    let fields: [String]
    /// The fields without which it cannot be filled in.
    let requiredFields: [Sample.Field]
    /// The lowest and the highest score.
    let range: ClosedRange<Double>

    private let neededFields: [String]
    private let prompt: JudgePrompt

    /// What a form can show.
    static let known = [
        "input", "context", "expected", "tool_calls", "expected_tool_calls", "conversation", "trajectory", "output",
    ]
    private static let standard = ["input", "context", "expected", "output"]

    /// The grader with its version, written beside every score.
    static func version(_ language: PromptLanguage) -> String {
        "g_eval/\(PromptLibrary.file("g_eval", language).version)"
    }

    /// Reads `fields`, `min`, `max`, `rubric` and `prompt`.
    init(_ reader: inout JSONReader, call: JudgeCall, criteria: String?) throws(JSONReadError) {
        let given = try reader.strings("fields")
        if let given, let unknown = given.first(where: { !Self.known.contains($0) }) {
            throw reader.error(
                "fields", "unknown field `\(unknown.excerpt(40))`; there are: \(Self.known.joined(separator: ", "))")
        }
        if given == [] { throw reader.error("fields", "give at least one field") }
        fields = given ?? Self.standard
        neededFields = given ?? ["output"]
        requiredFields = neededFields.compactMap { Sample.Field(rawValue: $0) }
        range = try Self.range(&reader)
        var settings = [
            "low": JSONValue.number(range.lowerBound).text, "high": JSONValue.number(range.upperBound).text,
        ]
        settings["criteria"] = criteria
        settings["rubric"] = try PromptSetting.texts("rubric", &reader)?.joined(separator: "\n")
        let message = try PromptReader.message(
            "prompt", &reader, builtIn: PromptLibrary.file("g_eval", call.language),
            extra: ["criteria", "steps", "rubric", "low", "high"], needed: ["steps"])
        prompt = JudgePrompt(
            [message], system: call.system, form: .verdict(.value(.numeric(range))), language: call.language,
            settings: settings)
    }

    /// What the model is shown of `sample`.
    ///
    /// - Throws: `missing_input` when it lacks a field that was named.
    func material(of sample: Sample) throws(GradeFailure) -> [String: String] {
        let material = sample.material(prompt.names).filter { isShown($0.key) }
        for field in neededFields where material[field] == nil && prompt.names.contains(field) {
            throw GradeFailure(
                code: .missingInput,
                message: "the sample has no `\(field)`; map it, or leave it out of"
                    + " `fields`")
        }
        return material
    }

    /// The fields that are shown of a sample that has them.
    var shownFields: Set<Sample.Field> {
        prompt.shownNames.filter(isShown).reduce(into: []) { $0.formUnion(PromptVariable($1)?.fields ?? []) }
    }

    private func isShown(_ name: String) -> Bool { fields.contains(name) || !Self.known.contains(name) }

    /// Asks the model to fill the form in by `steps`.
    func fill(
        _ material: [String: String], by steps: [String], _ call: JudgeCall, _ drawing: JudgeCall.Drawing,
        _ tally: inout CallTally
    ) async throws(GradeFailure) -> (verdict: JudgeVerdict, score: Double, reply: ChatReply) {
        let numbered = steps.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n")
        let reply = try await call.ask(
            prompt, showing: material, plain: ["steps": numbered], drawing: drawing, &tally)
        let verdict = try JudgeReplyParser(output: .numeric(range)).verdict(in: reply)
        guard let score = verdict.value.number else {
            throw GradeFailure(code: .schemaViolation, message: "the score is no number")
        }
        return (verdict, score, reply)
    }

    /// The place of `score` in the range, from 0 to 1.
    func share(_ score: Double) -> Double {
        (score - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    /// The score at the place `share` of the range, from 0 to 1.
    func score(ofShare share: Double) -> Double {
        range.lowerBound + share * (range.upperBound - range.lowerBound)
    }

    private static func range(_ reader: inout JSONReader) throws(JSONReadError) -> ClosedRange<Double> {
        let low = try reader.integer("min", in: 0...1000) ?? 0
        let high = try reader.integer("max", in: 1...1000) ?? 10
        guard low < high else { throw reader.error("max", "must be above `min`, \(low); found \(high)") }
        return Double(low)...Double(high)
    }
}
