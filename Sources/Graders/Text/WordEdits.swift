/// The least number of insertions, deletions and substitutions that turn one sequence of tokens into another.
enum WordEdits {
    /// How many cells one grade may cost: products of lengths, without what both texts have in common at their ends.
    static let maximumCells = 1 << 30

    /// The distance, whose cells are taken from `cells`; nil when there are too few left.
    static func distance(_ left: [Int32], _ right: [Int32], cells: inout Int) -> Int? {
        let (shorter, longer) = left.count <= right.count ? (left, right) : (right, left)
        var start = 0
        while start < shorter.count && shorter[start] == longer[start] { start += 1 }
        var end = 0
        while end < shorter.count - start && shorter[shorter.count - 1 - end] == longer[longer.count - 1 - end] {
            end += 1
        }
        let pattern = shorter[start..<(shorter.count - end)]
        let text = longer[start..<(longer.count - end)]
        guard !pattern.isEmpty else { return text.count }
        cells -= pattern.count * text.count
        guard cells >= 0 else { return nil }
        return pattern.withUnsafeBufferPointer { pattern in
            text.withUnsafeBufferPointer { text in
                pattern.withMemoryRebound(to: UInt32.self) { pattern in
                    text.withMemoryRebound(to: UInt32.self) { text in
                        BitParallelDistance.edits(pattern: pattern, text: text)
                    }
                }
            }
        }
    }
}
