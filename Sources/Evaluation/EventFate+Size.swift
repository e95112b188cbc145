extension EventFate {
    /// The most characters of one text in a fate. What a sentence needs is far below; a model's or a sender's text may
    /// get into a reason, at any length.
    private static let mostCharacters = 1_000

    /// The fate with every long text cut, an ellipsis at its end.
    package var bounded: EventFate {
        var fate = self
        fate.detail = detail.map(Self.cut)
        for index in fate.failures.indices {
            fate.failures[index].failure.message = Self.cut(failures[index].failure.message)
        }
        for index in fate.skipped.indices { fate.skipped[index].reason = Self.cut(skipped[index].reason) }
        return fate
    }

    /// About the bytes that the fate holds in memory: its texts, and a round figure for what is around each.
    package var size: Int {
        var size = 400 + eventID.utf8.count + (detail?.utf8.count ?? 0) + (target?.id.utf8.count ?? 0)
        for score in scores { size += 120 + score.id.utf8.count }
        for failure in failures { size += 100 + failure.failure.message.utf8.count }
        for skip in skipped { size += 50 + skip.reason.utf8.count }
        return size + 16 * rules.count
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > mostCharacters else { return text }
        // By scalars: one character may be any number of them.
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(mostCharacters))) + "…"
    }
}
