/// Why a document is not a schema that can be used.
package struct JSONSchemaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The URI of the document; empty for the schema given.
    package var document: String
    /// The JSON Pointer (RFC 6901) of the value at fault in that document.
    package var pointer: String
    /// What is wrong and what would be right.
    package var message: String

    /// Creates an error.
    package init(document: String = "", pointer: String, message: String) {
        self.document = document
        self.pointer = pointer
        self.message = message
    }

    package var description: String { "\(document)#\(pointer): \(message)" }
}

/// A validation that was given up because it cost too much. Whether the value is valid is not known.
package struct JSONSchemaLimitError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What ran out.
    package var message: String

    /// Creates an error.
    package init(message: String) { self.message = message }

    package var description: String { message }
}

/// Why a value does not follow a schema: the first reason found.
package struct JSONSchemaViolation: Sendable, Equatable, CustomStringConvertible {
    /// The JSON Pointer (RFC 6901) of the value at fault; empty for the whole.
    package var instanceLocation: String
    /// Where the keyword stands that it breaks: the URI of its document (empty for the schema given), `#` and a JSON
    /// Pointer.
    package var keywordLocation: String
    /// What was expected and what was found.
    package var message: String

    /// Creates a violation.
    package init(instanceLocation: String, keywordLocation: String, message: String) {
        self.instanceLocation = instanceLocation
        self.keywordLocation = keywordLocation
        self.message = message
    }

    package var description: String {
        "\(instanceLocation.isEmpty ? "(root)" : instanceLocation): \(message) (\(keywordLocation))"
    }
}
