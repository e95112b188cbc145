extension RegularExpression {
    /// A place where a pattern matched.
    package struct Match: Sendable, Equatable {
        /// Where the match and each group lie, in UTF-8 bytes from the start of the text; nil for a group that took no
        /// part.
        package let utf8Ranges: [Range<Int>?]
        /// The texts of the match (number 0) and of each group.
        package let groups: [String?]
        private let names: [String: Int]

        init(utf8Ranges: [Range<Int>?], groups: [String?], names: [String: Int]) {
            self.utf8Ranges = utf8Ranges
            self.groups = groups
            self.names = names
        }

        /// What matched.
        package var text: String { (groups.first ?? nil) ?? "" }

        /// Where it matched, in UTF-8 bytes from the start of the text.
        package var utf8Range: Range<Int> { (utf8Ranges.first ?? nil) ?? 0..<0 }

        /// The text of the group called `name`; nil when there is none or it took no part.
        package subscript(name: String) -> String? { names[name].flatMap { groups[$0] } }

        /// Where the match lies in `text`, which must be the text that was searched.
        package func range(in text: String) -> Range<String.Index> {
            let lower = text.utf8.index(text.startIndex, offsetBy: utf8Range.lowerBound)
            return lower..<text.utf8.index(lower, offsetBy: utf8Range.count)
        }
    }
}
