import ChatModels
import Cryptography
import Evaluation
import JSON

/// Judges by asking a model.
struct LLMJudge: Grader {
    private let model: any ChatModel
    private let prompt: JudgePrompt
    private let parser: JudgeReplyParser
    private let temperature: Double?
    private let maximumTokens: Int?
    private let seed: Int?
    private let promptHash: String

    let requiredFields: [Sample.Field]
    let waits = true
    var scale: Scale { parser.output.scale }

    init(_ reader: inout JSONReader, models: [String: any ChatModel]) throws(JSONReadError) {
        model = try Self.model(&reader, models)
        let output = try DeclaredOutput(from: &reader)
        parser = JudgeReplyParser(output: output)
        prompt = try JudgePrompt(from: &reader, output: output)
        requiredFields = prompt.requiredFields
        promptHash = prompt.hash
        temperature = try Self.temperature(&reader)
        maximumTokens = try reader.integer("max_tokens", in: 1...10_000_000).map(Int.init)
        seed = try reader.integer("seed").map(Int.init)
    }

    private static func model(
        _ reader: inout JSONReader, _ models: [String: any ChatModel]
    ) throws(JSONReadError) -> any ChatModel {
        let name = try reader.requiredString("model")
        if let model = models[name] { return model }
        let known = models.keys.sorted()
        let hint = KeySuggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
        let list = known.isEmpty ? "none is configured" : "there are: \(known.joined(separator: ", "))"
        throw reader.error("model", "no model is called `\(name)`, \(list)\(hint)")
    }

    /// 0 when absent; nil, the provider's own, for `default`.
    private static func temperature(_ reader: inout JSONReader) throws(JSONReadError) -> Double? {
        let given = try reader.optional("temperature", "a number from 0 to 2, or `default`") { value -> Double?? in
            if let number = value.double { return (0...2).contains(number) ? .some(number) : nil }
            return value.string == "default" ? .some(nil) : nil
        }
        return given ?? 0
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        do throws(GradeFailure) {
            let messages = try prompt.messages(for: sample)
            let reply = try await ask(messages)
            let verdict = try parser.verdict(in: reply)
            return .graded(Grade(verdict.value, comment: verdict.reason, metadata: metadata(of: reply)))
        } catch {
            return .failed(error)
        }
    }

    private func ask(_ messages: [ChatMessage]) async throws(GradeFailure) -> ChatReply {
        let request = ChatRequest(
            messages: messages,
            responseSchema: ChatRequest.ResponseSchema(name: "verdict", schema: parser.output.schema),
            temperature: temperature, maximumTokens: maximumTokens, seed: seed)
        do throws(ChatModelError) {
            return try await model.complete(request)
        } catch {
            throw GradeFailure(error)
        }
    }

    private func metadata(of reply: ChatReply) -> JSONObject {
        var metadata: JSONObject = ["model": .string(reply.model), "promptHash": .string(promptHash)]
        metadata["promptTokens"] = reply.promptTokens.map { .integer(Int64($0)) }
        metadata["completionTokens"] = reply.completionTokens.map { .integer(Int64($0)) }
        metadata["cost"] = reply.cost.map { .number($0) }
        metadata["attempts"] = .integer(Int64(reply.attempts))
        metadata["graderVersion"] = .string(JudgePrompts.version)
        return metadata
    }
}
