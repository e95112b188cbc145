/// Why a body could not be decoded.
package struct BodyDecodingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong; each goes with a status code of its own.
    package enum Code: String, Sendable {
        /// A content coding that is not known, or more than one: 415.
        case unsupportedCoding
        /// The decoded body is longer than the limit: 413.
        case tooLarge
        /// The coded bytes are damaged, end early, or have something else behind them: 400.
        case corrupt
    }

    /// What is wrong.
    package let code: Code
    /// A sentence for the one who sent the body.
    package let message: String

    /// A text from a closed set, for metrics.
    package var label: String { code.rawValue }

    package var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
