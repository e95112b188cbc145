/// The ratios of two texts as sets of words.
struct WordSetRatio {
    private let left: [String]
    private let right: [String]
    private let unit: TextUnit
    /// The words of both, and those of the one only, each once and sorted.
    private let common: [String]
    private let leftOnly: [String]
    private let rightOnly: [String]

    init(_ left: String, _ right: String, unit: TextUnit) {
        self.left = Self.sortedWords(left)
        self.right = Self.sortedWords(right)
        self.unit = unit
        let leftWords = Self.distinct(self.left)
        let rightWords = Self.distinct(self.right)
        // Numbers, because equal strings may be different scalars.
        var names = Vocabulary()
        let leftNumbers = leftWords.map { names.number(of: $0) }
        let leftCount = names.count
        let rightNumbers = rightWords.map { names.number(of: $0) }
        var isInRight = [Bool](repeating: false, count: names.count)
        for number in rightNumbers { isInRight[Int(number)] = true }
        let isCommon = leftNumbers.map { isInRight[Int($0)] }
        common = zip(leftWords, isCommon).filter(\.1).map(\.0)
        leftOnly = zip(leftWords, isCommon).filter { !$0.1 }.map(\.0)
        rightOnly = zip(rightWords, rightNumbers).filter { $0.1 >= leftCount }.map(\.0)
    }

    /// The ratio that `method`, one of those by words, names; nil when `budget` has too few cells left.
    func ratio(_ method: FuzzyRatio, _ budget: inout EditBudget) -> Double? {
        switch method {
        case .tokenSortRatio: return sortRatio(&budget)
        case .tokenSetRatio: return setRatio(&budget)
        case .tokenRatio:
            guard let set = setRatio(&budget), let sort = sortRatio(&budget) else { return nil }
            return max(set, sort)
        case .partialTokenSortRatio: return partial(left, right, &budget)
        case .partialTokenSetRatio: return left.isEmpty || right.isEmpty ? 0 : partialSetRatio(&budget)
        default:
            guard let set = partialSetRatio(&budget), let sort = partial(left, right, &budget) else { return nil }
            return max(set, sort)
        }
    }

    private func sortRatio(_ budget: inout EditBudget) -> Double? {
        FuzzyRatio.plain(joined(left), joined(right), unit, &budget)
    }

    private func partialSetRatio(_ budget: inout EditBudget) -> Double? {
        common.isEmpty ? partial(leftOnly, rightOnly, &budget) : 1
    }

    /// The best of three: both texts with the common words first, and each of them with the common words alone.
    private func setRatio(_ budget: inout EditBudget) -> Double? {
        guard !left.isEmpty && !right.isEmpty else { return 0 }
        if !common.isEmpty && (leftOnly.isEmpty || rightOnly.isEmpty) { return 1 }
        let commonLength = unit.count(joined(common))
        let separator = commonLength > 0 && unit != .words ? 1 : 0
        let leftRest = unit.count(joined(leftOnly)) + separator
        let rightRest = unit.count(joined(rightOnly)) + separator
        guard
            let rest = EditMetric.indel
                .count(joined(leftOnly), joined(rightOnly), unit: unit, budget: &budget)?.distance
        else { return nil }
        let both = Self.similarity(rest, 2 * commonLength + leftRest + rightRest)
        guard commonLength > 0 else { return both }
        return max(
            both, Self.similarity(leftRest, 2 * commonLength + leftRest),
            Self.similarity(rightRest, 2 * commonLength + rightRest))
    }

    private static func similarity(_ distance: Int, _ lengths: Int) -> Double {
        lengths == 0 ? 1 : 1 - Double(distance) / Double(lengths)
    }

    private func partial(_ left: [String], _ right: [String], _ budget: inout EditBudget) -> Double? {
        PartialRatio.ratio(joined(left), joined(right), unit: unit, budget: &budget)
    }

    private func joined(_ words: [String]) -> String { words.joined(separator: " ") }

    private static func sortedWords(_ text: String) -> [String] {
        // RapidFuzz does not split at the spaces above ASCII where all of the text is Latin-1.
        let isLatin = text.unicodeScalars.allSatisfy { $0.value <= 0xFF }
        return text.unicodeScalars
            .split { Whitespace.contains($0) && !(isLatin && $0.value >= 0x80) }.map(String.init)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func distinct(_ sorted: [String]) -> [String] {
        var words: [String] = []
        for word in sorted where words.last.map({ !$0.utf8.elementsEqual(word.utf8) }) ?? true { words.append(word) }
        return words
    }
}
