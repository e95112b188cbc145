/// What one evaluation of a path has cost so far, with the patterns it has compiled. For one evaluation only.
final class JSONPathWork {
    /// How many values one evaluation may look at, some 0.1 to 1 s of work.
    static let maximumVisits = 4_000_000
    /// How many values one evaluation may select.
    static let maximumSelected = 1_000_000
    /// How long all searches for patterns may take together.
    static let maximumPatternTime = Duration.seconds(2)

    private let visitLimit: Int
    private let selectionLimit: Int
    private(set) var visits = 0
    private var selected = 0
    private var patternTime = Duration.zero
    private let patterns = PatternCache()

    init(visits: Int = maximumVisits, selected: Int = maximumSelected) {
        visitLimit = visits
        selectionLimit = selected
    }

    /// Counts values looked at.
    func visit(_ count: Int = 1) throws(JSONPathLimitError) {
        visits += count
        guard visits <= visitLimit else {
            throw JSONPathLimitError(
                message: "the path looks at more than \(visitLimit) values; name more of the way and less by `..` and"
                    + " filters")
        }
    }

    /// Counts a value selected.
    func select() throws(JSONPathLimitError) {
        selected += 1
        guard selected <= selectionLimit else {
            throw JSONPathLimitError(message: "the path selects more than \(selectionLimit) values")
        }
    }

    /// Whether `matcher` matches `text`.
    func matches(_ text: String, _ matcher: JSONPath.Matcher) throws(JSONPathLimitError) -> Bool {
        try timed { matcher(text) }
    }

    /// Whether `pattern`, which the document brought, matches `text`; false when it is no pattern.
    func matches(
        _ text: String, _ pattern: String, whole: Bool, _ compile: JSONPath.PatternCompiler
    ) throws(JSONPathLimitError) -> Bool {
        try timed {
            guard let matcher = patterns.matcher(pattern, whole: whole, compile) else { return false }
            return matcher(text)
        }
    }

    private func timed(_ search: () -> Bool?) throws(JSONPathLimitError) -> Bool {
        let start = ContinuousClock.now
        let isMatch = search()
        patternTime += ContinuousClock.now - start
        guard let isMatch, patternTime <= Self.maximumPatternTime else {
            throw JSONPathLimitError(message: "a search of `match` or `search` was given up: it takes too long here")
        }
        return isMatch
    }
}
