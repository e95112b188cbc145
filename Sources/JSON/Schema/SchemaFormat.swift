/// The formats that can be asserted (draft 2020-12, validation, section 7.3); `regex` depends on the caller's patterns.
///
/// Of internationalised names only the ASCII form is looked at: whether `xn--…` decodes to a permitted name is not.
enum SchemaFormat: String, Sendable {
    case dateTime = "date-time"
    case date
    case time
    case duration
    case email
    case hostname
    case ipv4
    case ipv6
    case uri
    case uriReference = "uri-reference"
    case uuid
    case jsonPointer = "json-pointer"
    case relativeJSONPointer = "relative-json-pointer"

    /// Whether `text` has the format.
    func accepts(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return switch self {
        case .dateTime: FormatTimes.isDateTime(bytes[...])
        case .date: FormatTimes.isDate(bytes[...])
        case .time: FormatTimes.isTime(bytes[...])
        case .duration: FormatTimes.isDuration(bytes[...])
        case .email: FormatAddresses.isEmail(bytes[...])
        case .hostname: FormatAddresses.isHostname(bytes[...])
        case .ipv4: FormatAddresses.isIPv4(bytes[...])
        case .ipv6: FormatAddresses.isIPv6(bytes[...])
        case .uri: FormatURIs.isURI(text)
        case .uriReference: FormatURIs.isReference(text)
        case .uuid: Self.isUUID(bytes)
        case .jsonPointer: Self.isPointer(bytes[...])
        case .relativeJSONPointer: Self.isRelativePointer(bytes[...])
        }
    }

    /// RFC 4122, section 3, of any version.
    private static func isUUID(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.indices.allSatisfy { index in
            [8, 13, 18, 23].contains(index)
                ? bytes[index] == UInt8(ascii: "-") : URIReference.hexDigit(bytes[index]) != nil
        }
    }

    /// RFC 6901, section 3.
    private static func isPointer(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first else { return true }
        guard first == UInt8(ascii: "/") else { return false }
        return bytes.indices.allSatisfy { index in
            guard bytes[index] == UInt8(ascii: "~") else { return true }
            let next = index + 1 < bytes.endIndex ? bytes[index + 1] : 0
            return next == UInt8(ascii: "0") || next == UInt8(ascii: "1")
        }
    }

    /// draft-bhutton-relative-json-pointer-00, section 3, without index manipulation.
    private static func isRelativePointer(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = bytes.prefix { $0.isDecimalDigit }
        guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else { return false }
        let rest = bytes.dropFirst(digits.count)
        return rest.elementsEqual("#".utf8) || isPointer(rest)
    }
}

extension UInt8 {
    /// Whether this is an ASCII digit.
    var isDecimalDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// Whether this is an ASCII letter.
    var isLetter: Bool { self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z") }
}
