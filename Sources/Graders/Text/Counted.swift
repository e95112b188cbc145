/// Numbers of things in words, for comments.
enum Counted {
    /// Returns `1 edit`, `2 edits`; `things` is the plural where that is not the name and an s.
    static func text(_ count: Int, _ thing: String, _ things: String? = nil) -> String {
        "\(count) \(count == 1 ? thing : things ?? thing + "s")"
    }
}
