import Cryptography
import Evaluation

/// A built-in prompt as its file in `Prompts/` gives it: a head of lines `key: value`, a line `---`, and the text.
///
/// Whoever changes the text of a file raises its version: scores before and after are not the same measurement.
struct PromptFile: Sendable {
    /// What is wrong with a file.
    struct Fault: Error, Equatable {
        var message: String
    }

    /// What the reply to a prompt must be.
    enum Reply: Sendable, Equatable {
        /// The file is part of other prompts and asks for nothing.
        case part
        /// One verdict.
        case verdict(DeclaredOutput)
        /// A list of texts.
        case list
        /// One of these labels for each item shown.
        case verdicts([String])
        /// The items shown, in order.
        case ranking
    }

    /// The name, the same in every language.
    let name: String
    /// Counts from 1.
    let version: Int
    /// The language the text is in.
    let language: PromptLanguage
    /// What the reply must be.
    let reply: Reply
    /// The variables of the text, with `?` after those that may be absent.
    let fields: [String]
    /// The text.
    let text: String
    /// The text, parsed.
    let template: PromptTemplate
    /// The first 16 hexadecimal digits of the SHA-256 of the text.
    let hash: String

    /// Parses the contents of a file.
    init(_ contents: String) throws(Fault) {
        guard let mark = contents.firstRange(ofText: "\n---\n") else { throw Fault(message: "no line `---`") }
        var head = try Head(contents[..<mark.lowerBound])
        name = try head.value("name")
        guard let version = Int(try head.value("version")), version > 0 else {
            throw Fault(message: "`version` is no whole number from 1")
        }
        self.version = version
        guard let language = PromptLanguage(rawValue: try head.value("language")) else {
            throw Fault(message: "`language` is none of ours")
        }
        self.language = language
        reply = try Self.reply(try head.value("output"))
        fields = try head.value("fields").split(separator: " ").map(String.init)
        try head.finish()
        // Editors end files with a line break, prompts do not.
        text = String(contents[mark.upperBound...]).trimmed { $0 == "\n" }
        do throws(PromptTemplate.SyntaxError) {
            template = try PromptTemplate(text)
        } catch {
            throw Fault(message: error.message)
        }
        hash = String(Hex.encode(MessageDigest.sha256(Array(text.utf8))).prefix(16))
    }

    private static func reply(_ text: String) throws(Fault) -> Reply {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        let labels = (words.last ?? "").split(separator: ",").map { String($0).trimmed }
        switch words.first {
        case "none": return .part
        case "boolean": return .verdict(.boolean)
        case "list": return .list
        case "ranking": return .ranking
        case "label" where labels.count > 1: return .verdict(.categorical(labels))
        case "verdicts" where labels.count > 1: return .verdicts(labels)
        case "number":
            let bounds = (words.last ?? "").split(separator: " ").compactMap { Double($0) }
            if bounds.count == 2, bounds[0] < bounds[1] { return .verdict(.numeric(bounds[0]...bounds[1])) }
        default: break
        }
        throw Fault(
            message: "`output` is none of: none, boolean, number LOW HIGH, label A, B, list, verdicts A, B,"
                + " ranking")
    }
}

/// The lines before the text.
private struct Head {
    private var values: [String: String] = [:]

    init(_ text: Substring) throws(PromptFile.Fault) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let colon = line.firstIndex(of: ":") else { throw .init(message: "the line `\(line)` has no colon") }
            let key = String(line[..<colon])
            guard values[key] == nil else { throw .init(message: "`\(key)` occurs twice") }
            values[key] = String(line[line.index(after: colon)...]).trimmed
        }
    }

    mutating func value(_ key: String) throws(PromptFile.Fault) -> String {
        guard let value = values.removeValue(forKey: key) else { throw .init(message: "`\(key)` is missing") }
        return value
    }

    func finish() throws(PromptFile.Fault) {
        if let key = values.keys.sorted().first { throw .init(message: "unknown key `\(key)`") }
    }
}
