/// Why a delivery was not let in.
package struct SignatureError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong; the raw value is the problem document's `code`.
    package enum Code: String, Sendable, CaseIterable {
        /// A header the scheme needs is not there, or holds no signature of the scheme's kind.
        case signatureMissing = "signature_missing"
        /// There is a signature, and no secret gives it.
        case signatureMismatch = "signature_mismatch"
        /// The signed time is too far from now, or is no time.
        case timestampOutOfTolerance = "timestamp_out_of_tolerance"
    }

    /// What went wrong.
    package let code: Code
    /// What exactly, and what to do. Holds header names and sizes, never a secret, a code or a header's value.
    package let reason: String

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// A text from a closed set, for metrics.
    package var label: String { code.rawValue }

    package var description: String { "\(code.rawValue): \(reason)" }
}
