/// The patterns compiled during one evaluation of a path, so that a pattern the document brings is compiled once and not
/// for every element it is held against.
final class PatternCache {
    /// Whether a text matches; nil for a pattern that is none.
    typealias Matcher = JSONPath.Matcher?

    private struct Key: Hashable {
        var pattern: UTF8Key
        var whole: Bool
    }

    /// A document with more patterns than this brings a new one for most elements anyway.
    static let capacity = 32

    private var matchers: [Key: Matcher] = [:]

    /// How many patterns are kept.
    var count: Int { matchers.count }

    /// Returns what `compile` makes of the pattern, or has made of it before.
    func matcher(_ pattern: String, whole: Bool, _ compile: JSONPath.PatternCompiler) -> Matcher {
        let key = Key(pattern: UTF8Key(pattern), whole: whole)
        if let known = matchers[key] { return known }
        let matcher = compile(IRegexp.translated(pattern), whole)
        if matchers.count >= Self.capacity { matchers = [:] }
        matchers.updateValue(matcher, forKey: key)
        return matcher
    }
}
