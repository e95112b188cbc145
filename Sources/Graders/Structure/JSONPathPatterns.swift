package import JSON
import RegularExpressions

/// The one compiler of the regular expressions in JSONPath's `match()` and `search()`: PCRE2 with its limits.
package enum JSONPathPatterns {
    /// Compiles `pattern`; nil when it is none. A search that runs into the match limits is given up, not answered.
    @Sendable package static func compile(_ pattern: String, whole: Bool) -> JSONPath.Matcher? {
        guard let expression = try? RegularExpression(pattern) else { return nil }
        return { text in try? whole ? expression.fullyMatches(text) : expression.matches(text) }
    }

    /// Reads the path `text`, which stands at `key` of `reader`.
    package static func path(_ text: String, at key: String, of reader: JSONReader) throws(JSONReadError) -> JSONPath {
        do throws(JSONPathError) {
            return try JSONPath(text, patterns: compile)
        } catch {
            throw reader.error(key, "`\(text)` is not a JSONPath (RFC 9535): \(error)")
        }
    }
}
