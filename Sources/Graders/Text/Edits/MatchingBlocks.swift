/// Ratcliff and Obershelp's similarity: twice the length of all matching blocks over both lengths.
///
/// Equals Python's `difflib.SequenceMatcher(None, a, b, autojunk).ratio()`
/// (https://docs.python.org/3/library/difflib.html): the longest matching block, then the same left and right of it. Of
/// equally long ones the first in the left text counts, then the first in the right one.
enum MatchingBlocks {
    /// How many steps are taken at most, some 50 ms.
    static let maximumSteps = 1 << 24

    /// The ratio, 1 for two empty texts, whose steps are taken from `steps`; nil when there are too few left. With
    /// `autojunk` a unit that makes up more than 1 % of a right text of 200 or more units begins no block.
    static func ratio(
        _ left: String, _ right: String, autojunk: Bool, unit: TextUnit, steps: inout Int
    ) -> Double? {
        var measure = BlockMeasure(autojunk: autojunk, steps: steps)
        defer { steps = measure.steps }
        return measure.measure(left, right, unit: unit)
    }
}

private struct BlockMeasure: PairMeasure {
    let autojunk: Bool
    var steps: Int

    mutating func measure<Unit: BitParallelUnit>(
        _ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>
    ) -> Double? {
        guard left.count + right.count > 0 else { return 1 }
        var search = BlockSearch(left, right, autojunk: autojunk, steps: steps)
        defer { steps = search.steps }
        return search.matchedCount().map { 2 * Double($0) / Double(left.count + right.count) }
    }
}

private struct BlockSearch<Unit: BitParallelUnit> {
    private struct Area {
        var left: Range<Int>
        var right: Range<Int>
    }

    private let left: UnsafeBufferPointer<Unit>
    private let right: UnsafeBufferPointer<Unit>
    /// The number of each unit of the left text; −1 for one that begins no block.
    private let leftNumbers: [Int]
    /// The positions in the right text by unit: those of number n lie from `starts[n]` up to `starts[n + 1]`.
    private var positions: [Int]
    private var starts: [Int]
    /// The length of the block that ends at a right position in the row named beside it.
    private var lengths: [Int]
    private var rows: [Int]
    private var rowBase = 0
    /// The steps left.
    private(set) var steps: Int

    init(_ left: UnsafeBufferPointer<Unit>, _ right: UnsafeBufferPointer<Unit>, autojunk: Bool, steps: Int) {
        self.steps = steps
        self.left = left
        self.right = right
        var alphabet = DenseAlphabet<Unit>()
        let rightNumbers = right.map { alphabet.number(of: $0) }
        starts = [Int](repeating: 0, count: alphabet.count + 1)
        for number in rightNumbers { starts[number + 1] += 1 }
        let tolerated = autojunk && right.count >= 200 ? right.count / 100 + 1 : right.count
        let isPopular = starts.dropFirst().map { $0 > tolerated }
        for number in 0..<alphabet.count { starts[number + 1] += starts[number] }
        positions = [Int](repeating: 0, count: right.count)
        var ends = starts
        for (index, number) in rightNumbers.enumerated() {
            positions[ends[number]] = index
            ends[number] += 1
        }
        leftNumbers = left.map { unit in alphabet[unit].flatMap { isPopular[$0] ? nil : $0 } ?? -1 }
        lengths = [Int](repeating: 0, count: right.count)
        rows = [Int](repeating: -1, count: right.count)
    }

    /// The length of all blocks together; nil when the steps are used up.
    mutating func matchedCount() -> Int? {
        var count = 0
        var open = [Area(left: left.indices, right: right.indices)]
        while let area = open.popLast() {
            guard let block = longestBlock(in: area) else { return nil }
            guard !block.left.isEmpty else { continue }
            count += block.left.count
            let before = Area(
                left: area.left.lowerBound..<block.left.lowerBound,
                right: area.right.lowerBound..<block.right.lowerBound)
            let after = Area(
                left: block.left.upperBound..<area.left.upperBound,
                right: block.right.upperBound..<area.right.upperBound)
            for next in [before, after] where !next.left.isEmpty && !next.right.isEmpty { open.append(next) }
        }
        return count
    }

    private mutating func longestBlock(in area: Area) -> Area? {
        var length = 0
        var leftEnd = area.left.lowerBound
        var rightEnd = area.right.lowerBound
        rowBase += left.count + 1
        for index in area.left {
            steps -= 1
            let number = leftNumbers[index]
            guard number >= 0 else { continue }
            let row = rowBase + index
            // From right to left, so that the length to the left is still that of the row before.
            var place = end(of: number, before: area.right.upperBound)
            while place > starts[number] {
                place -= 1
                steps -= 1
                let position = positions[place]
                guard position >= area.right.lowerBound else { break }
                let isContinued = position > area.right.lowerBound && rows[position - 1] == row - 1
                let reached = isContinued ? lengths[position - 1] + 1 : 1
                lengths[position] = reached
                rows[position] = row
                if reached > length || (reached == length && leftEnd == index + 1) {
                    (length, leftEnd, rightEnd) = (reached, index + 1, position + 1)
                }
            }
            guard steps >= 0 else { return nil }
        }
        let block = Area(left: (leftEnd - length)..<leftEnd, right: (rightEnd - length)..<rightEnd)
        return extended(block, in: area)
    }

    /// The place after the last position of `number` below `bound`.
    private func end(of number: Int, before bound: Int) -> Int {
        var lower = starts[number]
        var upper = starts[number + 1]
        while lower < upper {
            let middle = (lower + upper) / 2
            if positions[middle] < bound { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }

    /// Takes in equal units on both sides, which are those that begin no block.
    private func extended(_ block: Area, in area: Area) -> Area {
        var (leftStart, leftEnd) = (block.left.lowerBound, block.left.upperBound)
        var (rightStart, rightEnd) = (block.right.lowerBound, block.right.upperBound)
        while leftStart > area.left.lowerBound && rightStart > area.right.lowerBound
            && left[leftStart - 1] == right[rightStart - 1]
        {
            leftStart -= 1
            rightStart -= 1
        }
        while leftEnd < area.left.upperBound && rightEnd < area.right.upperBound && left[leftEnd] == right[rightEnd] {
            leftEnd += 1
            rightEnd += 1
        }
        return Area(left: leftStart..<leftEnd, right: rightStart..<rightEnd)
    }
}
