import ChatModels
import Cryptography
import Evaluation
import JSON

/// The prompt of a judge: what the configuration says, between a notice and a reminder that the material is data.
struct JudgePrompt: Sendable {
    private let system: String
    private let notice: PromptTemplate
    private let body: PromptTemplate
    private let reply: PromptTemplate
    private let criteria: String?
    private let output: DeclaredOutput

    /// Identifies the prompt: the first 16 hexadecimal digits of the SHA-256 of all that is the same for every sample.
    let hash: String

    /// Reads `prompt` or `criteria`, and `system`.
    init(from reader: inout JSONReader, output: DeclaredOutput) throws(JSONReadError) {
        let prompt = try reader.string("prompt")
        criteria = try Self.literal("criteria", &reader)
        system = try Self.literal("system", &reader) ?? JudgePrompts.system
        self.output = output
        switch (prompt, criteria) {
        case (let prompt?, nil): body = try Self.template(prompt, reader)
        case (nil, _?): body = try Self.builtIn(JudgePrompts.criteria, reader)
        case (nil, nil): throw JSONReadError(pointer: reader.pointer, message: "give either `prompt` or `criteria`")
        case (_?, _?): throw reader.error("criteria", "`prompt` is given too; put the criterion in it")
        }
        notice = try Self.builtIn(JudgePrompts.notice, reader)
        reply = try Self.builtIn(JudgePrompts.reply, reader)
        let texts = [
            system, JudgePrompts.notice, prompt ?? JudgePrompts.criteria, criteria ?? "", JudgePrompts.reply,
            output.schema.text,
        ]
        hash = String(Hex.encode(MessageDigest.sha256(Array(texts.joined(separator: "\0").utf8))).prefix(16))
    }

    /// The fields without which the prompt cannot be written.
    var requiredFields: [Sample.Field] {
        let names = body.requiredNames
        return Sample.Field.allCases.filter { names.contains($0.rawValue) }
    }

    /// Writes the messages for `sample`.
    ///
    /// - Throws: `missing_input` when a variable outside a section has no value.
    func messages(for sample: Sample) throws(GradeFailure) -> [ChatMessage] {
        let shown = shown(of: sample)
        let fence = Fence(for: [hash] + shown.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
        let own: [String: String] = [
            "fence": fence.token, "placeholder": output.placeholder, "score": output.requirement,
        ]
        let notice = try notice.render({ own[$0].map { .plain($0) } }, missing: Self.missing)
        let reply = try reply.render({ own[$0].map { .plain($0) } }, missing: Self.missing)
        let body = try body.render(
            { name in
                if name == "criteria" { return criteria.map { .plain($0) } }
                return shown[name].map { .block(fence.around($0, name: name)) }
            }, missing: Self.missing)
        return [
            ChatMessage(role: .system, content: "\(system)\n\n\(notice)"),
            ChatMessage(role: .user, content: "\(body)\n\n\(reply)"),
        ]
    }

    /// The texts of the sample that the prompt may show, by the names of their variables.
    private func shown(of sample: Sample) -> [String: String] {
        var texts: [String: String] = [:]
        for name in Set(body.names) { texts[name] = PromptVariable(name)?.value(in: sample) }
        return texts
    }

    private static func missing(_ name: String) -> GradeFailure {
        GradeFailure(
            code: .missingInput,
            message: "the prompt uses `{{\(name)}}`, which the sample does not have; map it, or write"
                + " {{#\(name)}}…{{/\(name)}} around the part that needs it")
    }

    /// Reads a text without variables.
    private static func literal(_ key: String, _ reader: inout JSONReader) throws(JSONReadError) -> String? {
        guard let text = try reader.string(key) else { return nil }
        guard !text.trimmed.isEmpty else { throw reader.error(key, "the text is empty") }
        guard !text.contains("{{") else {
            throw reader.error(key, "variables belong in `prompt`; `\(key)` is shown to the model as it is")
        }
        return text
    }

    private static func template(_ text: String, _ reader: JSONReader) throws(JSONReadError) -> PromptTemplate {
        let template = try builtIn(text, reader)
        for name in template.names where PromptVariable(name) == nil {
            throw reader.error(
                "prompt",
                "unknown variable `{{\(name.excerpt(40))}}`; there are: \(PromptVariable.knownNames). Write `\\{{` for"
                    + " the braces themselves")
        }
        guard !template.names.isEmpty else {
            throw reader.error(
                "prompt", "the prompt shows the model nothing of the trace; write {{output}} where it belongs")
        }
        return template
    }

    private static func builtIn(_ text: String, _ reader: JSONReader) throws(JSONReadError) -> PromptTemplate {
        do throws(PromptTemplate.SyntaxError) {
            return try PromptTemplate(text)
        } catch {
            throw reader.error("prompt", error.message)
        }
    }
}
