import JSON

/// The language in which a judge is asked, and in which it gives its reasons.
enum PromptLanguage: String, Sendable, CaseIterable {
    case en, zh

    /// Reads the parameter `language`, English when it is absent.
    init(from reader: inout JSONReader) throws(JSONReadError) {
        self = try reader.choice("language", default: .en)
    }
}
