/// A key, token or password. Whatever prints it prints a mask (invariant 7).
package struct Secret: Sendable, Equatable {
    /// The secret as UTF-8 bytes. Only code that signs or sends it reads this.
    package let bytes: [UInt8]

    /// Wraps a secret text.
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// The secret as text, for a header that must carry it.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether there is nothing in it.
    package var isEmpty: Bool { bytes.isEmpty }

    /// What is printed instead of a secret.
    package static let mask = "<redacted>"
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Self.mask }
    package var debugDescription: String { Self.mask }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
