extension String {
    /// The first `limit` Unicode scalars on one line between backticks, for a comment: control characters become
    /// spaces, and `…` stands for what was left out.
    func excerpt(_ limit: Int = 40) -> String {
        let scalars = unicodeScalars
        let end = scalars.index(startIndex, offsetBy: limit, limitedBy: endIndex) ?? endIndex
        var line = String(scalars[..<end])
        // Control characters have one byte, or two of which the first is 0xC2; most texts have neither.
        if line.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) {
            line = String(String.UnicodeScalarView(line.unicodeScalars.map(Self.withoutControl)))
        }
        return end == endIndex ? "`\(line)`" : "`\(line)…`"
    }

    private static func withoutControl(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar
    }
}
