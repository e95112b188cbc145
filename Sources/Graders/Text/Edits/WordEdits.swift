/// The least number of insertions, deletions and substitutions that turn one sequence of tokens into another.
enum WordEdits {
    /// How many cells of tables of distances one grade may cost.
    static let maximumCells = 1 << 30

    /// The distance, whose cells are taken from `cells`; nil when there are too few left.
    static func distance(_ left: [Int32], _ right: [Int32], cells: inout Int) -> Int? {
        let (shorter, longer) = left.count <= right.count ? (left, right) : (right, left)
        return shorter.withUnsafeBufferPointer { shorter in
            longer.withUnsafeBufferPointer { longer in
                shorter.withMemoryRebound(to: UInt32.self) { shorter in
                    longer.withMemoryRebound(to: UInt32.self) { longer in
                        distance(shorter, longer, cells: &cells)
                    }
                }
            }
        }
    }

    private static func distance(
        _ shorter: UnsafeBufferPointer<UInt32>, _ longer: UnsafeBufferPointer<UInt32>, cells: inout Int
    ) -> Int? {
        let start = CommonEnds.prefix(shorter, longer)
        let end = CommonEnds.suffix(shorter, longer, after: start)
        let pattern = UnsafeBufferPointer(rebasing: shorter[start..<(shorter.count - end)])
        let text = UnsafeBufferPointer(rebasing: longer[start..<(longer.count - end)])
        return BandedEdits<LevenshteinKernel>.distance(pattern: pattern, text: text, cells: &cells)
    }
}
