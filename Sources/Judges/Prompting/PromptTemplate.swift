/// A text with variables, `{{name}}`, and sections, `{{#name}}…{{/name}}`, that appear only when `name` has a value.
///
/// `\{{` stands for two braces. Rendered in a single pass: what a variable brings in is never read again.
struct PromptTemplate: Sendable, Equatable {
    /// What is wrong with a template.
    struct SyntaxError: Error, Equatable {
        var message: String
    }

    /// A stretch of a template.
    indirect enum Part: Sendable, Equatable {
        case text(String)
        case variable(String)
        case section(String, [Part])
    }

    /// What stands where a variable stood.
    enum Value: Sendable, Equatable {
        /// Text of our own, put in as it is.
        case plain(String)
        /// A block on lines of its own: a text between its first and its last line.
        case block(String, between: String, and: String)
    }

    /// The parts in order.
    let parts: [Part]

    /// Parses a template.
    init(_ text: String) throws(SyntaxError) {
        var scanner = Scanner(rest: text[...])
        parts = try scanner.parts(until: nil)
    }

    /// The names of the variables outside sections: those that must have a value.
    var requiredNames: [String] {
        parts.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// All names, those of sections included.
    var names: [String] { Self.names(parts) }

    /// The names of the variables, those inside sections included: those whose values are shown.
    var shownNames: [String] {
        parts.flatMap { part -> [String] in
            switch part {
            case .text: []
            case .variable(let name): [name]
            case .section(_, let inner): inner.compactMap { if case .variable(let name) = $0 { name } else { nil } }
            }
        }
    }

    private static func names(_ parts: [Part]) -> [String] {
        parts.flatMap { part -> [String] in
            switch part {
            case .text: []
            case .variable(let name): [name]
            case .section(let name, let inner): [name] + names(inner)
            }
        }
    }

    /// Puts values in place of the variables. A variable without a value calls `missing`, whose error goes out.
    func render<Failure>(
        _ value: (String) -> Value?, missing: (String) -> Failure
    ) throws(Failure) -> String {
        var text = ""
        try render(value, missing: missing, onto: &text)
        return text
    }

    /// Appends to `text`, which is empty or ends with a line break, what `render(_:missing:)` returns. After an error
    /// the text is of no use.
    func render<Failure>(
        _ value: (String) -> Value?, missing: (String) -> Failure, onto text: inout String
    ) throws(Failure) {
        var rendering = Rendering()
        // Moved in and out: a string with two owners is copied by the next append.
        swap(&rendering.text, &text)
        try Self.render(parts, into: &rendering, value, missing)
        swap(&rendering.text, &text)
    }

    private static func render<Failure>(
        _ parts: [Part], into rendering: inout Rendering, _ value: (String) -> Value?, _ missing: (String) -> Failure
    ) throws(Failure) {
        for part in parts {
            switch part {
            case .text(let text): rendering.append(text)
            case .variable(let name):
                guard let value = value(name) else { throw missing(name) }
                switch value {
                case .plain(let text): rendering.append(text)
                case .block(let text, let opening, let closing): rendering.append(text, between: opening, and: closing)
                }
            case .section(let name, let inner):
                if value(name) != nil { try render(inner, into: &rendering, value, missing) }
            }
        }
    }
}

/// The text so far, which keeps blocks on lines of their own.
private struct Rendering {
    var text = ""
    private var isAfterBlock = false

    mutating func append(_ more: String) {
        guard let first = more.unicodeScalars.first else { return }
        if isAfterBlock && first != "\n" { text += "\n" }
        text += more
        isAfterBlock = false
    }

    mutating func append(_ block: String, between opening: String, and closing: String) {
        if !text.isEmpty && text.unicodeScalars.last != "\n" { text += "\n" }
        text += opening
        text += "\n"
        text += block
        text += "\n"
        text += closing
        isAfterBlock = true
    }
}

/// Reads a template from left to right.
private struct Scanner {
    var rest: Substring

    /// Reads up to the end of the section called `section`, or of the template.
    mutating func parts(until section: String?) throws(PromptTemplate.SyntaxError) -> [PromptTemplate.Part] {
        var parts: [PromptTemplate.Part] = []
        var text = ""
        while let open = rest.firstRange(ofText: "{{") {
            let before = rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            if before.hasSuffix("\\") {
                text += before.dropLast() + "{{"
                continue
            }
            text += before
            let tag = try tag()
            if tag.hasPrefix("/") {
                guard String(tag.dropFirst()).trimmed == section else {
                    throw .init(message: "`{{\(tag)}}` closes no section; write it after a `{{#…}}`")
                }
                return text.isEmpty ? parts : parts + [.text(text)]
            }
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts.append(try part(tag, inside: section))
        }
        if let section { throw .init(message: "the section `{{#\(section)}}` is not closed by `{{/\(section)}}`") }
        text += rest
        return text.isEmpty ? parts : parts + [.text(text)]
    }

    private mutating func part(
        _ tag: String, inside section: String?
    ) throws(PromptTemplate.SyntaxError) -> PromptTemplate.Part {
        guard tag.hasPrefix("#") else { return .variable(tag) }
        // One level keeps recursion, and readers, out of trouble.
        guard section == nil else { throw .init(message: "`{{\(tag)}}` stands inside another section") }
        let name = String(tag.dropFirst()).trimmed
        return .section(name, try parts(until: name))
    }

    /// Reads a name and the braces that close it.
    private mutating func tag() throws(PromptTemplate.SyntaxError) -> String {
        guard let close = rest.firstRange(ofText: "}}") else {
            throw .init(message: "a `{{` is not closed by `}}`; write `\\{{` for the braces themselves")
        }
        let tag = String(rest[..<close.lowerBound]).trimmed
        rest = rest[close.upperBound...]
        return tag
    }
}

extension StringProtocol {
    /// Where `text`, which is not empty, first occurs, byte by byte.
    func firstRange(ofText text: String) -> Range<Index>? {
        let bytes = utf8
        let wanted = text.utf8
        var start = bytes.startIndex
        while let found = bytes[start...].firstIndex(of: wanted[wanted.startIndex]) {
            if bytes[found...].starts(with: wanted) {
                return found..<bytes.index(found, offsetBy: wanted.count)
            }
            start = bytes.index(after: found)
        }
        return nil
    }
}
