import ChatModels
import Cryptography
import Evaluation
import JSON

/// The prompt of one call: what the configuration or a built-in file says, between a notice and a reminder that the
/// material is data.
struct JudgePrompt: Sendable {
    /// One message before its variables are filled in.
    struct Message: Sendable {
        /// Who speaks.
        var role: ChatMessage.Role
        /// The text with its variables.
        var text: String
        /// The text, parsed.
        var template: PromptTemplate

        /// Creates a message.
        init(role: ChatMessage.Role, text: String, template: PromptTemplate) {
            self.role = role
            self.text = text
            self.template = template
        }

        /// Creates the user's message with a built-in prompt.
        init(_ file: PromptFile) { self.init(role: .user, text: file.text, template: file.template) }
    }

    /// What the reply must be.
    let form: ReplyForm
    /// Identifies the prompt: the first 16 hexadecimal digits of the SHA-256 of all that is the same for every sample.
    let hash: String
    /// The language of what is built in of it.
    let language: PromptLanguage
    /// The names of the variables, those inside sections included.
    let names: Set<String>
    /// The schema of the reply.
    let schema: JSONValue

    private let system: String
    private let body: [Message]
    /// Words of the configuration and of the reply's form, by the names of their variables.
    private let constants: [String: String]
    private let notice: PromptFile
    private let reply: PromptFile

    /// Creates a prompt. `body` are the messages, the last one of the user; without `system` the built-in system message
    /// is used; `settings` are texts of the configuration by the names of their variables, put in as they are.
    init(
        _ body: [Message], system: String?, form: ReplyForm, language: PromptLanguage, settings: [String: String] = [:]
    ) {
        self.body = body
        self.form = form
        self.language = language
        names = Set(body.flatMap(\.template.names))
        schema = form.schema(in: language)
        constants = settings.merging(form.words(in: language)) { $1 }
        self.system = system ?? PromptLibrary.file("system", language).text
        notice = PromptLibrary.file("notice", language)
        reply = PromptLibrary.file(form.replyPrompt, language)
        let constant =
            [self.system, notice.text, reply.text, schema.text]
            + body.flatMap { [$0.role.rawValue, $0.text] }
            + settings.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        hash = String(Hex.encode(MessageDigest.sha256(Array(constant.joined(separator: "\0").utf8))).prefix(16))
    }

    /// The fields without which the prompt cannot be written.
    var requiredFields: [Sample.Field] {
        let names = body.flatMap(\.template.requiredNames)
        return Sample.Field.allCases.filter { names.contains($0.rawValue) }
    }

    /// The names of the variables whose values are shown when there are any.
    var shownNames: Set<String> { Set(body.flatMap(\.template.shownNames)) }

    /// The fields that are shown of a sample that has them.
    var shownFields: Set<Sample.Field> {
        shownNames.reduce(into: []) { $0.formUnion(PromptVariable($1)?.fields ?? []) }
    }

    /// Writes the messages that show `material`, texts that others wrote, by the names of their variables; `plain`
    /// holds words of our own. With them comes the token of their fence.
    ///
    /// - Throws: `missing_input` when a variable outside a section has no value.
    func messages(
        showing material: [String: String], plain: [String: String] = [:]
    ) throws(GradeFailure) -> (messages: [ChatMessage], fence: String) {
        let shown = material.filter { names.contains($0.key) }
        let parts = (Array(shown) + Array(plain)).sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        let fence = Fence(for: [hash] + parts)
        let value = { (name: String) -> PromptTemplate.Value? in
            if name == "fence" { return .plain(fence.token) }
            if let own = constants[name] ?? plain[name] { return .plain(own) }
            return shown[name].map { .block($0, between: fence.opening(name), and: fence.closing(name)) }
        }
        // Of the right size from the start, a text is not copied as it grows, nor half empty while its reply is waited for.
        let size = shown.reduce(0) { $0 + $1.value.utf8.count + 2 * Self.fenceSize }
        var rest = body[...]
        var opening = ""
        opening.reserveCapacity(system.utf8.count + notice.text.utf8.count)
        // A system message of the configuration's own takes the place of the built-in one.
        if let first = body.first, first.role == .system {
            try first.template.render(value, missing: Self.missing, onto: &opening)
            rest = rest.dropFirst()
        } else {
            opening += system
        }
        opening += "\n\n"
        try notice.template.render(value, missing: Self.missing, onto: &opening)
        var messages = [ChatMessage(role: .system, content: opening)]
        for (index, message) in rest.enumerated() {
            let isLast = index == rest.count - 1
            var text = ""
            text.reserveCapacity(message.text.utf8.count + size + (isLast ? reply.text.utf8.count : 0))
            try message.template.render(value, missing: Self.missing, onto: &text)
            if isLast {
                text += "\n\n"
                try reply.template.render(value, missing: Self.missing, onto: &text)
            }
            messages.append(ChatMessage(role: message.role, content: text))
        }
        return (messages, fence.token)
    }

    /// About the bytes of a line of the fence.
    private static let fenceSize = 64

    private static func missing(_ name: String) -> GradeFailure {
        GradeFailure(
            code: .missingInput,
            message: "the prompt uses `{{\(name)}}`, which the sample does not have; map it, or write"
                + " {{#\(name)}}…{{/\(name)}} around the part that needs it")
    }
}
