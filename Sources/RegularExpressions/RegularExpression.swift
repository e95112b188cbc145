/// A regular expression in Perl's dialect, as PCRE2 10 understands it, over Unicode code points.
///
/// `\w`, `\d`, `\s`, `\b` and case go by Unicode, as in Python's `re`. `\C`, which would split characters, is refused.
/// Every search ends: what costs more than `MatchLimits` throws. Over texts longer than 256 bytes the verbs `(*COMMIT)`
/// and `(*SKIP)` and the anchor `\G` inside a pattern act on parts of the text, not on the whole.
package struct RegularExpression: Sendable {
    /// How a pattern is read.
    package struct Options: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Upper and lower case letters match each other (`i`).
        package static let caseInsensitive = Options(rawValue: 1 << 0)
        /// `^` and `$` match at line breaks too (`m`).
        package static let multiline = Options(rawValue: 1 << 1)
        /// `.` matches line breaks too (`s`).
        package static let dotMatchesLineBreaks = Options(rawValue: 1 << 2)
        /// White space and `#` comments in the pattern mean nothing (`x`).
        package static let extended = Options(rawValue: 1 << 3)
        /// `\w`, `\d`, `\s` and `\b` know only ASCII (`a`).
        package static let asciiClasses = Options(rawValue: 1 << 4)
    }

    /// The pattern as it was given.
    package let pattern: String
    /// How the pattern is read.
    package let options: Options
    /// How much work one search may cost.
    package let limits: MatchLimits
    private let compiled: CompiledPattern

    /// Compiles a pattern.
    ///
    /// - Throws: `PatternError` with the place of what is wrong.
    package init(
        _ pattern: String, options: Options = [], limits: MatchLimits = MatchLimits()
    ) throws(PatternError) {
        self.pattern = pattern
        self.options = options
        self.limits = limits
        compiled = try CompiledPattern(pattern, options: options.compileOptions)
    }

    /// The names of the groups that have one, and their numbers.
    package var groupNames: [String: Int] { compiled.groupNames }

    /// Whether the pattern is found anywhere in `text`.
    package func matches(_ text: String) throws(MatchLimitError) -> Bool {
        try withSearch(text) { (search, _) throws(MatchLimitError) in try search.find(from: 0) }
    }

    /// Whether the pattern matches the whole of `text`.
    package func fullyMatches(_ text: String) throws(MatchLimitError) -> Bool {
        try withSearch(text) { (search, _) throws(MatchLimitError) in
            try search.find(from: 0, options: Options.wholeText)
        }
    }

    /// The first match in `text`, with its groups; nil when there is none.
    package func firstMatch(in text: String) throws(MatchLimitError) -> Match? {
        try allMatches(in: text, limit: 1).first
    }

    /// The matches in `text` that do not overlap, from left to right; at most `limit` of them.
    ///
    /// As in Perl, an empty match may follow a match directly, but not another empty match at the same place.
    package func allMatches(in text: String, limit: Int = .max) throws(MatchLimitError) -> [Match] {
        try withSearch(text) { (search, bytes) throws(MatchLimitError) in
            var matches: [Match] = []
            var start = 0
            var options: UInt32 = 0
            while matches.count < limit, try search.find(from: start, options: options) {
                guard let range = search.range(ofGroup: 0), range.upperBound >= start else { break }
                matches.append(match(search, bytes))
                start = range.upperBound
                options = range.isEmpty ? Options.notEmptyAtStart : 0
            }
            return matches
        }
    }

    private func match(_ search: borrowing PatternSearch, _ text: UnsafeBufferPointer<UInt8>) -> Match {
        var ranges: [Range<Int>?] = []
        for number in 0...compiled.groupCount { ranges.append(search.range(ofGroup: number)) }
        let groups = ranges.map { $0.map { String(decoding: text[$0], as: UTF8.self) } }
        return Match(utf8Ranges: ranges, groups: groups, names: compiled.groupNames)
    }

    private func withSearch<T>(
        _ text: String, _ body: (borrowing PatternSearch, UnsafeBufferPointer<UInt8>) throws(MatchLimitError) -> T
    ) throws(MatchLimitError) -> T {
        var text = text
        let result = text.withUTF8 { bytes in
            Result { () throws(MatchLimitError) -> T in try body(PatternSearch(compiled, bytes, limits), bytes) }
        }
        return try result.get()
    }
}
