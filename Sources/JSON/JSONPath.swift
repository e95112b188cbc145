/// A query that selects values inside a JSON value (RFC 9535, the whole language).
///
/// Values come in the order of RFC 9535, section 2.1.2: arrays in their order, a value before what is inside it; where
/// the RFC leaves the order of members open, as they were written.
package struct JSONPath: Sendable, CustomStringConvertible {
    /// Says whether a text matches a pattern; nil when the search was given up.
    package typealias Matcher = @Sendable (_ text: String) -> Bool?

    /// Compiles a regular expression for `match()` and `search()`; nil when the pattern is none.
    ///
    /// What comes back says whether its argument matches: all of it when `whole` is set, else any part of it. The
    /// pattern is in a dialect where `.` and anchors mean what they do in Perl; I-Regexp (RFC 9485) has been translated
    /// to it.
    package typealias PatternCompiler = @Sendable (_ pattern: String, _ whole: Bool) -> Matcher?

    /// The path as it was given.
    package let text: String
    let segments: [Segment]
    /// The names and indexes of a path that selects at most one value; nil for any other path.
    private let steps: [Step]?

    /// Reads a path.
    ///
    /// `patterns` is what `match()` and `search()` compile their patterns with; without it a path that calls them is
    /// refused. A pattern written in the path has to compile; one from the document that does not matches nothing.
    /// - Throws: `JSONPathError` with the place of what is wrong.
    package init(_ text: String, patterns: PatternCompiler? = nil) throws(JSONPathError) {
        var parser = JSONPathParser(text, patterns: patterns)
        self.text = text
        segments = try parser.parse()
        steps = Query(isRelative: false, segments: segments).steps
    }

    package var description: String { text }

    /// Whether the path can select at most one value: it has only names and indexes.
    package var isSingular: Bool { steps != nil }

    /// Returns the values the path selects, in order; the same value can be among them more than once.
    ///
    /// - Throws: `JSONPathLimitError` when the path costs too much over this value.
    package func values(in root: JSONValue) throws(JSONPathLimitError) -> [JSONValue] {
        if let steps { return JSONPathEvaluator.value(at: steps, in: root).map { [$0] } ?? [] }
        return try values(in: root, JSONPathWork())
    }

    func values(in root: JSONValue, _ work: JSONPathWork) throws(JSONPathLimitError) -> [JSONValue] {
        var values: [JSONValue] = []
        let evaluator = JSONPathEvaluator(root: root, work: work)
        try evaluator.visit(root, segments[...]) { (value) throws(JSONPathLimitError) in
            try work.select()
            values.append(value)
            return true
        }
        return values
    }

    /// Returns the first value the path selects, without looking for more; nil when there is none.
    ///
    /// - Throws: `JSONPathLimitError` when the path costs too much over this value.
    package func firstValue(in root: JSONValue) throws(JSONPathLimitError) -> JSONValue? {
        if let steps { return JSONPathEvaluator.value(at: steps, in: root) }
        var first: JSONValue?
        try JSONPathEvaluator(root: root, work: JSONPathWork()).visit(root, segments[...]) { value in
            first = value
            return false
        }
        return first
    }
}
