package import JSON
import Yams

/// A configuration file as a JSON tree, with the place of every key and element, so that whoever reads the tree can
/// speak of it by JSON Pointer and the user hears line and column.
package struct ConfigurationDocument: Sendable {
    /// The file as the user named it.
    package let file: String
    /// The tree with variables expanded.
    package let root: JSONObject
    private let places: [String: Place]
    private let origins: [String: Origin]

    /// A value that came from a variable or a file.
    private struct Origin: Sendable {
        /// What the file says, e.g. `${NAME}`.
        var written: String
        /// What it stands for.
        var value: String
    }

    private struct Place: Sendable {
        var line: Int
        var column: Int
    }

    /// Parses YAML `text` and expands its variables.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package init(file: String, text: String, variables: VariableExpansion) throws(ConfigurationError) {
        self.file = file
        let node = try Self.compose(text, file: file)
        var places: [String: Place] = [:]
        var origins: [String: Origin] = [:]
        let value: JSONValue
        if let node {
            var walker = Walker(file: file, variables: variables)
            value = try walker.value(of: node, at: "")
            (places, origins) = (walker.places, walker.origins)
        } else {
            value = [:]
        }
        guard let object = value.object else {
            throw ConfigurationError(
                file: file, line: 1, column: 1, message: "expected keys at the top level, found \(value.kindName)")
        }
        root = object
        self.places = places
        self.origins = origins
    }

    /// What the file says at `pointer` when that holds a variable or a file, whose value is not to be shown; nil for
    /// what stands there as it is.
    package func reference(at pointer: String) -> String? { origins[pointer]?.written }

    /// Returns `error` as the user hears it: at the nearest place known for its pointer.
    package func located(_ error: JSONReadError) -> ConfigurationError {
        var pointer = Substring(error.pointer)
        while !pointer.isEmpty, places[String(pointer)] == nil {
            pointer = pointer[..<(pointer.lastIndex(of: "/") ?? pointer.startIndex)]
        }
        let place = places[String(pointer)] ?? Place(line: 1, column: 1)
        var message = error.message
        if let origin = origins[error.pointer], !origin.value.isEmpty {
            message = message.replacing(origin.value, with: origin.written)
        }
        return ConfigurationError(file: file, line: place.line, column: place.column, message: message)
    }

    private static func compose(_ text: String, file: String) throws(ConfigurationError) -> Node? {
        do {
            // Tags are resolved by `PlainScalar`: the default rules of the library would compile a dozen patterns first.
            return try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw located(error, in: file)
        } catch {
            throw ConfigurationError(file: file, line: 1, column: 1, message: "not YAML: \(error)")
        }
    }

    private static func located(_ error: YamlError, in file: String) -> ConfigurationError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ConfigurationError(file: file, line: mark.line, column: mark.column, message: "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "`\($0)`" }.joined(separator: ", ")
            return ConfigurationError(
                file: file, line: context.mark.line, column: context.mark.column, message: "given twice: \(keys)")
        default:
            return ConfigurationError(file: file, line: 1, column: 1, message: "not YAML: the text cannot be read")
        }
    }

    /// Turns YAML nodes into JSON values and notes where each lies.
    private struct Walker {
        let file: String
        let variables: VariableExpansion
        var places: [String: Place] = [:]
        var origins: [String: Origin] = [:]

        mutating func value(of node: Node, at pointer: String) throws(ConfigurationError) -> JSONValue {
            note(node, at: pointer)
            switch node {
            case .scalar(let scalar): return try scalarValue(scalar, at: pointer)
            case .mapping(let mapping): return .object(try object(of: mapping, at: pointer))
            case .sequence(let sequence):
                var values: [JSONValue] = []
                for (index, element) in sequence.enumerated() {
                    values.append(try value(of: element, at: "\(pointer)/\(index)"))
                }
                return .array(values)
            case .alias:
                throw error(at: node.mark, "an alias without its anchor")
            }
        }

        private mutating func object(
            of mapping: Node.Mapping, at pointer: String
        ) throws(ConfigurationError) -> JSONObject {
            var members: [(key: String, value: JSONValue)] = []
            for (key, child) in mapping {
                guard let name = key.scalar?.string else { throw error(at: key.mark, "a key must be plain text") }
                let path = pointer + "/" + JSONPointer.escape(name)
                members.append((name, try value(of: child, at: path)))
                // The key's own place beats that of its value: it is what the user looks for.
                note(key, at: path)
            }
            return JSONObject(uncheckedDistinct: members)
        }

        private mutating func scalarValue(
            _ scalar: Node.Scalar, at pointer: String
        ) throws(ConfigurationError) -> JSONValue {
            let expanded: VariableExpansion.Expanded
            do {
                expanded = try variables.expand(scalar.string)
            } catch {
                throw self.error(at: scalar.mark, error.message)
            }
            let text = expanded.text
            if expanded.isFromOutside { origins[pointer] = Origin(written: scalar.string, value: text) }
            guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
            // `0123` and `1e5` are passwords like any other, though they look like numbers.
            if Self.isSecret(pointer), !PlainScalar.resolve(scalar.string).isNull { return .string(text) }
            return PlainScalar.resolve(text)
        }

        private static let secretKeys: Set<String> = [
            "token", "public_key", "secret_key", "api_key", "secret_access_key", "session_token", "password",
            "client_key_password",
        ]

        private static func isSecret(_ pointer: String) -> Bool {
            let keys = pointer.split(separator: "/")
            return secretKeys.contains(String(keys.last ?? "")) || keys.contains("secrets")
        }

        private mutating func note(_ node: Node, at pointer: String) {
            guard let mark = node.mark else { return }
            places[pointer] = Place(line: mark.line, column: mark.column)
        }

        private func error(at mark: Mark?, _ message: String) -> ConfigurationError {
            ConfigurationError(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, message: message)
        }
    }
}

extension ConfigurationDocument: CustomStringConvertible, CustomReflectable {
    /// The name of the file only: the tree holds secrets as they are (invariant 7).
    package var description: String { "ConfigurationDocument(\(file))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
