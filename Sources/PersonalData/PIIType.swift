/// A type of personal data as rules name it for redaction, and as its markers show it.
package enum PIIType: String, Sendable, CaseIterable {
    case email, phone, card, iban, ssn
    /// An IPv4 or an IPv6 address.
    case ip
    /// A key, token or private key.
    case key

    /// The type of `kind`.
    package init(_ kind: PIIKind) {
        self =
            switch kind {
            case .email: .email
            case .phone: .phone
            case .card: .card
            case .iban: .iban
            case .ssn: .ssn
            case .ipv4, .ipv6: .ip
            case .apiKey: .key
            }
    }

    /// The marker of the value numbered `number`, e.g. `[EMAIL_1]`; without a number `[EMAIL]`.
    package func marker(_ number: Int?) -> String {
        "[\(rawValue.uppercased())" + (number.map { "_\($0)" } ?? "") + "]"
    }

    /// The value in the one form under which its spellings are the same: addresses in lower case, numbers without what
    /// separates their digits. Keys are what they are.
    func canonical(_ value: some Sequence<UInt8>) -> [UInt8] {
        switch self {
        case .email, .ip: value.map { Self.isCapital($0) ? $0 | 0x20 : $0 }
        case .phone, .card, .ssn: value.filter(Self.isDigit)
        case .iban: value.map { Self.isCapital($0) ? $0 | 0x20 : $0 }.filter { $0 != 0x20 }
        case .key: Array(value)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
}
