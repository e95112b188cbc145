import JSON

/// Why a body, or one event of it, cannot be taken.
package struct EventError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong; the raw value is the problem document's `code`.
    package enum Code: String, Sendable, CaseIterable {
        /// The bytes are not JSON.
        case malformedJSON = "malformed_json"
        /// The JSON is no event.
        case invalidEvent = "invalid_event"
    }

    /// What went wrong.
    package let code: Code
    /// The JSON Pointer (RFC 6901) of the value at fault; in a batch it begins with the event's index. Empty for the
    /// root.
    package let pointer: String
    /// What is wrong and what would be right.
    package let message: String

    init(_ code: Code, at pointer: String = "", _ message: String) {
        self.code = code
        self.pointer = pointer
        self.message = message
    }

    init(_ error: JSONReadError) { self.init(.invalidEvent, at: error.pointer, error.message) }

    init(_ error: JSONParseError, at pointer: String = "") {
        self.init(.malformedJSON, at: pointer, error.description)
    }

    /// A text from a closed set, for metrics.
    package var label: String { code.rawValue }

    package var description: String { "\(pointer.isEmpty ? "(root)" : pointer): \(message)" }
}
