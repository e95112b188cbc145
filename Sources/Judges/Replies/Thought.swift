/// The thinking aloud that reasoning models put before their reply.
enum Thought {
    private static let tags = ["think", "thinking", "reasoning", "thought"]

    /// Returns `text` without the thinking at its beginning; the empty text when the thinking never ends.
    static func removed(from text: String) -> String {
        let text = text.trimmed
        for tag in tags {
            let close = "</\(tag)>"
            // Some servers strip the opening tag and leave the closing one. The last one counts: those before it may be
            // quoted from the graded text.
            if let end = text.lastRange(of: close) { return String(text[end...]).trimmed }
            if text.hasPrefix("<\(tag)>") { return "" }
        }
        return text
    }
}

extension String {
    /// The place after the last occurrence of `mark`, an ASCII text.
    fileprivate func lastRange(of mark: String) -> Index? {
        let bytes = utf8
        let mark = Array(mark.utf8)
        var index = bytes.endIndex
        while index > bytes.startIndex {
            index = bytes.index(before: index)
            if bytes[index] == mark[0], bytes[index...].starts(with: mark) {
                return bytes.index(index, offsetBy: mark.count)
            }
        }
        return nil
    }
}
