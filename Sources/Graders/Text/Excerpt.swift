extension String {
    /// The first `limit` Unicode scalars on one line between backticks, for a comment: control characters become
    /// spaces, and `…` stands for what was left out.
    func excerpt(_ limit: Int = 40) -> String {
        var text = "`"
        var count = 0
        for scalar in unicodeScalars {
            if count == limit {
                text += "…"
                break
            }
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            text.unicodeScalars.append(isControl ? " " : scalar)
            count += 1
        }
        return text + "`"
    }
}
