/// The items of a signature header, cut but not decoded. Made from whatever bytes a stranger sent.
struct SignatureHeader {
    /// The signatures behind their prefix, in order.
    private(set) var signatures: [ArraySlice<UInt8>] = []
    /// The first timestamp; nil when the layout keeps it elsewhere or it is missing.
    private(set) var timestamp: ArraySlice<UInt8>?

    /// Cuts `value` as `layout` says. Items that are neither a signature nor a timestamp are passed over: they are
    /// versions of the scheme that are not ours to check.
    init(_ value: [UInt8], layout: SignatureLayout) {
        // Compared one by one: this loop looks at every byte of a header that anyone can send.
        let first = layout.separators.first
        let second = layout.separators.last
        var start = 0
        for index in 0...value.count {
            guard index == value.count || value[index] == first || value[index] == second else { continue }
            take(Self.trimmed(value[start..<index]), layout)
            start = index + 1
        }
    }

    private mutating func take(_ item: ArraySlice<UInt8>, _ layout: SignatureLayout) {
        guard !item.isEmpty else { return }
        if timestamp == nil, !layout.timestampPrefix.isEmpty, Self.begins(item, with: layout.timestampPrefix) {
            timestamp = Self.trimmed(item.dropFirst(layout.timestampPrefix.count))
        } else if Self.begins(item, with: layout.prefix) {
            signatures.append(item.dropFirst(layout.prefix.count))
        }
    }

    private static func begins(_ item: ArraySlice<UInt8>, with prefix: [UInt8]) -> Bool {
        guard item.count >= prefix.count else { return false }
        for offset in 0..<prefix.count where item[item.startIndex + offset] != prefix[offset] { return false }
        return true
    }

    /// `bytes` without the spaces and tabs at both ends (RFC 9110, 5.6.3).
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var start = bytes.startIndex
        var end = bytes.endIndex
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while start < end, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return bytes[start..<end]
    }
}
