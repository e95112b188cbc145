extension String {
    /// The text without white space at both ends.
    var trimmed: String { trimmed { $0.properties.isWhitespace } }

    /// The text without the scalars at both ends that `isLeftOut`.
    func trimmed(_ isLeftOut: (Unicode.Scalar) -> Bool) -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isLeftOut($0) }),
            let last = scalars.lastIndex(where: { !isLeftOut($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    /// At most `limit` scalars, with `…` in place of the rest.
    func bounded(_ limit: Int) -> String {
        guard let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex), end < endIndex else {
            return self
        }
        return String(unicodeScalars[..<end]) + "…"
    }

    /// At most `limit` scalars on one line, for messages.
    func excerpt(_ limit: Int = 80) -> String {
        var line = ""
        for scalar in bounded(limit).unicodeScalars {
            line.unicodeScalars.append(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar)
        }
        return line
    }
}
