// What a path consists of, in the words of RFC 9535, section 2.
extension JSONPath {
    /// One step down: into the members and elements of a value, or of it and all values inside it.
    struct Segment: Sendable {
        var descends: Bool
        var selectors: [Selector]
    }

    enum Selector: Sendable {
        case name(String)
        case index(Int)
        case slice(start: Int?, end: Int?, step: Int)
        case wildcard
        case filter(Filter)
    }

    /// A segment that selects at most one value.
    enum Step: Sendable {
        case name(String)
        case index(Int)
    }

    /// A path inside a filter: from the value being filtered (`@`) or from the root (`$`).
    struct Query: Sendable {
        var isRelative: Bool
        var segments: [Segment]

        /// The steps of a singular query; nil for any other.
        var steps: [Step]? {
            var steps: [Step] = []
            for segment in segments {
                guard !segment.descends, segment.selectors.count == 1 else { return nil }
                switch segment.selectors[0] {
                case .name(let name): steps.append(.name(name))
                case .index(let index): steps.append(.index(index))
                default: return nil
                }
            }
            return steps
        }
    }

    /// A logical expression.
    indirect enum Filter: Sendable {
        case or([Filter])
        case and([Filter])
        case not(Filter)
        case exists(Query)
        case compare(Operand, Comparison, Operand)
        case matches(text: Operand, pattern: Pattern)
    }

    enum Comparison: Sendable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    }

    /// An expression whose result is a value or nothing.
    indirect enum Operand: Sendable {
        case literal(JSONValue)
        case singular(isRelative: Bool, steps: [Step])
        case length(Operand)
        case count(Query)
        case value(Query)
    }

    /// The second argument of `match()` and `search()`.
    enum Pattern: Sendable {
        /// A pattern written in the path; nil for a literal that is no string, which matches nothing.
        case compiled(Matcher?)
        /// A pattern read from the document each time.
        case computed(Operand, whole: Bool, PatternCompiler)
    }
}
