import RegularExpressions

/// The regular expressions of JSONPath's `match()` and `search()`, over PCRE2 with its limits.
enum JSONPathPatterns {
    /// Compiles `pattern`; nil when it is none. A text that runs into the match limits does not match.
    @Sendable static func compile(_ pattern: String, whole: Bool) -> (@Sendable (String) -> Bool)? {
        guard let expression = try? RegularExpression(pattern) else { return nil }
        return { text in
            (try? whole ? expression.fullyMatches(text) : expression.matches(text)) ?? false
        }
    }
}
