import FoundationEssentials

/// Expands `${VAR}`, `${VAR:-default}` and `${file:PATH}` in configuration values; `$${` stands for a literal `${`.
package struct VariableExpansion: Sendable {
    /// Why a value could not be expanded. Names the variable or file, never a value.
    package struct Failure: Error, Sendable, Equatable {
        /// What is wrong and what would be right.
        package var message: String
    }

    private let variables: [String: String]

    /// Creates an expansion over the given variables, usually the process environment.
    package init(variables: [String: String]) {
        self.variables = variables
    }

    /// A text with its references replaced.
    package struct Expanded: Sendable, Equatable {
        /// The text to be used.
        package var text: String
        /// Whether a variable or a file is in it, which may be secret; a default that the text itself names is not.
        package var isFromOutside = false
    }

    /// Returns `text` with every reference replaced. The result is not expanded again.
    package func expand(_ text: String) throws(Failure) -> Expanded {
        guard text.contains("${") else { return Expanded(text: text) }
        var result = Expanded(text: "")
        var rest = Substring(text)
        while let start = rest.firstRange(of: "${") {
            if rest[..<start.lowerBound].last == "$" {
                result.text += rest[..<start.lowerBound].dropLast() + "${"
                rest = rest[start.upperBound...]
                continue
            }
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
                throw Failure(message: "`${` without `}`; write `$${` for a literal one")
            }
            result.text += rest[..<start.lowerBound]
            let value = try value(of: rest[start.upperBound..<end])
            result.text += value.text
            result.isFromOutside = result.isFromOutside || value.isFromOutside
            rest = rest[rest.index(after: end)...]
        }
        result.text += rest
        return result
    }

    private func value(of reference: Substring) throws(Failure) -> Expanded {
        if reference.hasPrefix("file:") {
            return Expanded(text: try fileText(String(reference.dropFirst(5))), isFromOutside: true)
        }
        let (name, fallback) = split(reference)
        guard !name.isEmpty,
            name.utf8.allSatisfy({
                $0 == 0x5F || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39
            })
        else { throw Failure(message: "`${\(reference)}` does not name a variable") }
        if let value = variables[name], !(value.isEmpty && fallback != nil) {
            return Expanded(text: value, isFromOutside: true)
        }
        if let fallback { return Expanded(text: fallback) }
        throw Failure(message: "the variable \(name) is not set; set it, or write `${\(name):-default}`")
    }

    private func split(_ reference: Substring) -> (name: String, fallback: String?) {
        guard let range = reference.firstRange(of: ":-") else { return (String(reference), nil) }
        return (String(reference[..<range.lowerBound]), String(reference[range.upperBound...]))
    }

    /// The text of the file without its last line break, as secrets are mounted.
    private func fileText(_ path: String) throws(Failure) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(message: "the file \(path) cannot be read")
        }
        var text = String(decoding: data, as: UTF8.self)
        if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
