/// The ratios of RapidFuzz's `fuzz`, from 0 to 1 instead of 100.
enum FuzzyRatio: String, CaseIterable, Sendable {
    case ratio
    case partialRatio = "partial_ratio"
    case tokenSortRatio = "token_sort_ratio"
    case tokenSetRatio = "token_set_ratio"
    case tokenRatio = "token_ratio"
    case partialTokenSortRatio = "partial_token_sort_ratio"
    case partialTokenSetRatio = "partial_token_set_ratio"
    case partialTokenRatio = "partial_token_ratio"
    case wratio
    case qratio

    /// The ratio of two texts; nil when it costs too much.
    func of(_ left: String, _ right: String, unit: TextUnit) -> Double? {
        switch self {
        case .ratio: return Self.plain(left, right, unit)
        case .partialRatio: return PartialRatio.ratio(left, right, unit: unit)
        case .qratio: return left.isEmpty || right.isEmpty ? 0 : Self.plain(left, right, unit)
        case .wratio: return WeightedRatio.ratio(left, right, unit)
        default: return TokenComparison(left, right, unit: unit).ratio(self)
        }
    }

    /// The Indel ratio.
    static func plain(_ left: String, _ right: String, _ unit: TextUnit) -> Double? {
        EditMetric.indel.count(left, right, unit: unit)?.normalizedSimilarity
    }
}

/// The best of several ratios, each weighed by how much it overlooks.
private enum WeightedRatio {
    static func ratio(_ left: String, _ right: String, _ unit: TextUnit) -> Double? {
        let leftLength = Double(unit.count(left))
        let rightLength = Double(unit.count(right))
        guard leftLength > 0 && rightLength > 0 else { return 0 }
        guard let plain = FuzzyRatio.plain(left, right, unit) else { return nil }
        let tokens = TokenComparison(left, right, unit: unit)
        let lengthRatio = max(leftLength / rightLength, rightLength / leftLength)
        if lengthRatio < 1.5 { return tokens.ratio(.tokenRatio).map { max(plain, 0.95 * $0) } }
        let partialScale = lengthRatio <= 8 ? 0.9 : 0.6
        guard let partial = PartialRatio.ratio(left, right, unit: unit), let token = tokens.ratio(.partialTokenRatio)
        else { return nil }
        return max(plain, partialScale * partial, 0.95 * partialScale * token)
    }
}

/// Two texts as sets of words.
private struct TokenComparison {
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
        // Keys of bytes, because equal strings may be different scalars.
        let leftKeys = Set(leftWords.map { Array($0.utf8) })
        let rightKeys = Set(rightWords.map { Array($0.utf8) })
        common = leftWords.filter { rightKeys.contains(Array($0.utf8)) }
        leftOnly = leftWords.filter { !rightKeys.contains(Array($0.utf8)) }
        rightOnly = rightWords.filter { !leftKeys.contains(Array($0.utf8)) }
    }

    func ratio(_ method: FuzzyRatio) -> Double? {
        switch method {
        case .tokenSortRatio: return sortRatio
        case .tokenSetRatio: return setRatio
        case .tokenRatio:
            guard let set = setRatio, let sort = sortRatio else { return nil }
            return max(set, sort)
        case .partialTokenSortRatio: return partial(left, right)
        case .partialTokenSetRatio: return left.isEmpty || right.isEmpty ? 0 : partialSetRatio
        default:
            guard let set = partialSetRatio, let sort = partial(left, right) else { return nil }
            return max(set, sort)
        }
    }

    private var sortRatio: Double? { FuzzyRatio.plain(joined(left), joined(right), unit) }

    private var partialSetRatio: Double? { common.isEmpty ? partial(leftOnly, rightOnly) : 1 }

    /// The best of three: both texts with the common words first, and each of them with the common words alone.
    private var setRatio: Double? {
        guard !left.isEmpty && !right.isEmpty else { return 0 }
        if !common.isEmpty && (leftOnly.isEmpty || rightOnly.isEmpty) { return 1 }
        let commonLength = unit.count(joined(common))
        let separator = commonLength > 0 && unit != .words ? 1 : 0
        let leftRest = unit.count(joined(leftOnly)) + separator
        let rightRest = unit.count(joined(rightOnly)) + separator
        guard let rest = EditMetric.indel.count(joined(leftOnly), joined(rightOnly), unit: unit)?.distance else {
            return nil
        }
        let both = Self.similarity(rest, 2 * commonLength + leftRest + rightRest)
        guard commonLength > 0 else { return both }
        return max(
            both, Self.similarity(leftRest, 2 * commonLength + leftRest),
            Self.similarity(rightRest, 2 * commonLength + rightRest))
    }

    private static func similarity(_ distance: Int, _ lengths: Int) -> Double {
        lengths == 0 ? 1 : 1 - Double(distance) / Double(lengths)
    }

    private func partial(_ left: [String], _ right: [String]) -> Double? {
        PartialRatio.ratio(joined(left), joined(right), unit: unit)
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
