import ChatModels
import Evaluation
import JSON

/// How a judge asks its model: what all kinds of judge read from their configuration.
struct JudgeCall: Sendable {
    /// The language of the built-in prompts.
    let language: PromptLanguage
    /// The system message; the built-in one when nil.
    let system: String?

    /// The judge's name in the configuration.
    private let judge: String?
    private let model: any ChatModel
    private let temperature: Double?
    private let maximumTokens: Int?
    private let seed: Int?
    private let takesKeptReplies: Bool

    /// Reads `model`, `language`, `system`, `temperature`, `max_tokens`, `seed` and `cache`.
    init(_ reader: inout JSONReader, models: [String: any ChatModel]) throws(JSONReadError) {
        // The name is read where all graders' are; here it says who asks.
        judge = reader.object["name"]?.string
        model = try Self.model(&reader, models)
        language = try PromptLanguage(from: &reader)
        system = try PromptReader.literal("system", &reader)
        temperature = try Self.temperature(&reader)
        maximumTokens = try reader.integer("max_tokens", in: 1...10_000_000).map(Int.init)
        seed = try reader.integer("seed").map(Int.init)
        takesKeptReplies = try reader.bool("cache", default: true)
    }

    /// How one of several answers to the same question is drawn.
    struct Drawing: Sendable {
        /// Which of them it is, from 0; each has a seed of its own.
        var sample = 0
        /// The temperature, in place of the configured one when it is not nil.
        var temperature: Double?
        /// How many of the likeliest tokens to tell for each place of the reply; nil asks for none.
        var topLogprobs: Int?

        /// The only answer, as configured.
        static let single = Drawing()
    }

    /// The model's configured name.
    var modelName: String { model.name }
    /// The model as its provider knows it.
    var modelIdentity: String { model.identity }

    /// Asks the model and counts the call in `tally`. `material` are texts that others wrote, `plain` words of our own, by the
    /// names of their variables; `itemIDs` are the ids of the items that want a verdict.
    func ask(
        _ prompt: JudgePrompt, showing material: [String: String], plain: [String: String] = [:], itemIDs: [Int] = [],
        drawing: Drawing = .single, _ tally: inout CallTally
    ) async throws(GradeFailure) -> ChatReply {
        let written = try prompt.messages(showing: material, plain: plain)
        var request = ChatRequest(
            messages: written.messages,
            responseSchema: .init(name: prompt.form.key, schema: prompt.schema, itemIDs: itemIDs),
            temperature: drawing.temperature ?? temperature, maximumTokens: maximumTokens,
            seed: seed.map { $0 &+ drawing.sample }, topLogprobs: drawing.topLogprobs, judge: judge,
            sample: drawing.sample)
        request.fence = written.fence
        request.takesKeptReply = takesKeptReplies
        let terms = CallTerms.current
        request.mayCall = terms?.mayCall ?? true
        request.sampleRate = terms?.sampleRate ?? 1
        request.asker = terms?.asker
        let reply: ChatReply
        do throws(ChatModelError) {
            reply = try await model.complete(request)
        } catch {
            terms?.noteMiss()
            throw GradeFailure(error)
        }
        terms?.note(isKept: reply.isCached, sampleRate: reply.sampleRate, asker: reply.asker)
        UsedReplies.note(reply)
        tally.count(reply, prompt)
        return reply
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
}
