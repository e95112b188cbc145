/// What ROUGE-Lsum counts: for each line of the reference the words that belong to a longest common subsequence with
/// any line of the output, each word at most as often as either text has it (Lin 2004, section 3.2, and ROUGE-1.5.5).
enum SummaryOverlap {
    /// The most words of output × words of reference that are compared.
    static let maximumCells = 1 << 28
    /// The most lines of output × lines of reference, 2^18: 512 lines each.
    static let maximumLinePairs = 1 << 18

    /// The number of words counted.
    static func hits(_ output: TokenLines, _ reference: TokenLines) -> Int {
        var left = counts(of: output, reference)
        var subsequence = CommonSubsequence(tokenCount: left.count)
        // A line marks nothing that its like has not marked.
        var seen: Set<ArraySlice<Int32>> = []
        let lines = output.lines.filter { seen.insert($0).inserted }
        var hits = 0
        for line in reference.lines {
            var marks = [Bool](repeating: false, count: line.count)
            subsequence.mark(pattern: line, texts: lines, in: &marks)
            for (token, isMarked) in zip(line, marks) where isMarked && left[Int(token)] > 0 {
                hits += 1
                left[Int(token)] -= 1
            }
        }
        return hits
    }

    /// How often each word may be counted: the fewer times of the two texts.
    private static func counts(of output: TokenLines, _ reference: TokenLines) -> [Int32] {
        let highest = max(output.tokens.max() ?? -1, reference.tokens.max() ?? -1)
        var first = [Int32](repeating: 0, count: Int(highest) + 1)
        var second = first
        for token in output.tokens { first[Int(token)] += 1 }
        for token in reference.tokens { second[Int(token)] += 1 }
        return zip(first, second).map(min)
    }
}
