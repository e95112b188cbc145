/// The items of a signature header, cut but not decoded. Made from whatever bytes a stranger sent.
struct SignatureHeader {
    /// The signatures behind their prefix, in order.
    private(set) var signatures: [ArraySlice<UInt8>] = []
    /// The first timestamp; nil when the layout keeps it elsewhere or it is missing.
    private(set) var timestamp: ArraySlice<UInt8>?

    /// Cuts `value` as `layout` says. Items that are neither a signature nor a timestamp are passed over: they are
    /// versions of the scheme that are not ours to check.
    init(_ value: [UInt8], layout: SignatureLayout) {
        var start = 0
        while start <= value.count {
            let end = value[start...].firstIndex { layout.separators.contains($0) } ?? value.count
            take(Self.trimmed(value[start..<end]), layout)
            start = end + 1
        }
    }

    private mutating func take(_ item: ArraySlice<UInt8>, _ layout: SignatureLayout) {
        guard !item.isEmpty else { return }
        if timestamp == nil, !layout.timestampPrefix.isEmpty, item.starts(with: layout.timestampPrefix) {
            timestamp = Self.trimmed(item.dropFirst(layout.timestampPrefix.count))
        } else if item.starts(with: layout.prefix) {
            signatures.append(item.dropFirst(layout.prefix.count))
        }
    }

    /// `bytes` without the spaces and tabs at both ends (RFC 9110, 5.6.3).
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return bytes
    }
}
