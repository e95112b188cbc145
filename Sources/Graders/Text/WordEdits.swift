/// The least number of insertions, deletions and substitutions that turn one sequence of tokens into another.
enum WordEdits {
    /// The product of the lengths, without what both have in common at their ends, above which nothing is computed.
    static let maximumCells = 1 << 30

    /// The distance; nil when there are too many cells.
    static func distance(_ left: [Int32], _ right: [Int32]) -> Int? {
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
        guard pattern.count <= maximumCells / text.count else { return nil }
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
