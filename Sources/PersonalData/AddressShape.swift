/// Internet addresses in text.
enum AddressShape {
    /// Four numbers up to 255, without leading zeros; not 0.0.0.0 and not 127.0.0.0/8, which are nobody's.
    static func ipv4(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        guard let numbers = numbers(bytes[range]), numbers[0] != 127, numbers != [0, 0, 0, 0] else { return nil }
        return range
    }

    /// Eight groups of up to four hexadecimal digits, or fewer with one `::` (RFC 4291, section 2.2); the last two may
    /// be an IPv4 address. Not `::` and `::1`, and not without a decimal digit, which words like `abc::def` are.
    static func ipv6(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        let text = String(decoding: bytes[range], as: UTF8.self)
        guard text != "::1", text.utf8.contains(where: { $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return nil }
        var count = 0
        for (index, half) in halves.enumerated() where !half.isEmpty {
            guard let groups = groupCount(half, mayEndInIPv4: index == halves.count - 1) else { return nil }
            count += groups
        }
        return (halves.count == 2 ? count < 8 : count == 8) ? range : nil
    }

    /// How many groups the text has; nil when one is malformed.
    private static func groupCount(_ text: Substring, mayEndInIPv4: Bool) -> Int? {
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        var count = 0
        for (index, group) in groups.enumerated() {
            if mayEndInIPv4 && index == groups.count - 1 && group.contains(".") {
                guard numbers(Array(group.utf8)[...]) != nil else { return nil }
                count += 2
            } else {
                guard (1...4).contains(group.utf8.count), UInt16(group, radix: 16) != nil else { return nil }
                count += 1
            }
        }
        return count
    }

    /// The four numbers of an IPv4 address; nil when it is none.
    private static func numbers(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.first == UInt8(ascii: "0") && part.count > 1 ? nil : UInt8(String(decoding: part, as: UTF8.self))
        }
        return parts.count == 4 && numbers.count == 4 ? numbers : nil
    }
}
