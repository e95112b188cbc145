/// The environment of a score as Langfuse would rewrite it, so that what is sent is what is stored.
enum ScoreEnvironment {
    /// Returns `text` in lower case, without leading `langfuse` (and the `-` or `_` behind it, however often), cut to
    /// 40 characters; `default` when the rest is empty or holds anything but `a`–`z`, `0`–`9`, `-` and `_`.
    static func normalised(_ text: String) -> String {
        var rest = Substring(text.lowercased())
        while rest.hasPrefix("langfuse") {
            rest = rest.dropFirst("langfuse".count).drop { $0 == "-" || $0 == "_" }
        }
        // Langfuse counts UTF-16 units; the difference only shows in texts that become `default` anyway.
        let cut = rest.prefix(40)
        let isPlain = cut.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F: true
            default: false
            }
        }
        return isPlain && !cut.isEmpty ? String(cut) : "default"
    }
}
