/// A kind of personal data that can be told by its shape.
package enum PIIKind: String, Sendable, CaseIterable {
    /// An e-mail address.
    case email
    /// A telephone number: international with a plus, North American, or a Chinese mobile number.
    case phone
    /// A payment card number with a right check digit (Luhn) and a known issuer's beginning.
    case card
    /// A bank account number with its country's length and a right check number (ISO 13616).
    case iban
    /// A social security number of the United States, written with separators.
    case ssn
    /// An IPv4 address, other than the loopback and unspecified ones.
    case ipv4
    /// An IPv6 address, other than the loopback and unspecified ones.
    case ipv6
    /// A key, token or private key in a well-known provider's shape.
    case apiKey = "api_key"
}

/// A place in a text that holds personal data. It never carries the data.
package struct PIISpan: Sendable, Equatable {
    /// What was found.
    package let kind: PIIKind
    /// The place, in Unicode scalars from the start.
    package let scalars: Range<Int>
    /// The place, in bytes of UTF-8 from the start.
    package let utf8: Range<Int>
}
