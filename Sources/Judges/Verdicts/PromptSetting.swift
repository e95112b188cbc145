import Evaluation
import JSON

/// A text of the configuration that a built-in prompt of a kind has a variable for, e.g. the criterion.
struct PromptSetting: Sendable {
    /// How it is written.
    enum Form: Sendable {
        case text
        /// A list of texts, shown separated by commas.
        case list
    }

    /// The key, and the name of the variable.
    var name: String
    /// How it is written.
    var form = Form.text
    /// Whether the kind cannot do without.
    var isNeeded = false
    /// What it does, in a sentence.
    var summary: String

    /// How the setting is documented.
    var parameter: GraderKind.Parameter {
        .init(name, type: form == .text ? "string" : "list of strings", summary + (isNeeded ? " Needed." : ""))
    }

    /// Reads `settings`; those absent are left out.
    static func read(
        _ settings: [PromptSetting], _ reader: inout JSONReader
    ) throws(JSONReadError) -> [String: String] {
        var texts: [String: String] = [:]
        for setting in settings {
            let text = try setting.read(&reader)
            if text == nil, setting.isNeeded { throw reader.missing(setting.name) }
            texts[setting.name] = text
        }
        return texts
    }

    private func read(_ reader: inout JSONReader) throws(JSONReadError) -> String? {
        guard form == .list else { return try PromptReader.literal(name, &reader) }
        return try Self.texts(name, &reader)?.joined(separator: ", ")
    }

    /// Reads a list of texts without variables; nil when it is absent.
    static func texts(_ key: String, _ reader: inout JSONReader) throws(JSONReadError) -> [String]? {
        guard let list = try reader.strings(key) else { return nil }
        guard !list.isEmpty, !list.contains(where: { $0.trimmed.isEmpty }) else {
            throw reader.error(key, "the list, or a text in it, is empty")
        }
        return list
    }
}
