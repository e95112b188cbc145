package import JSON
package import PersonalData

/// What a trace must look like for a rule to want it: every named field must match.
package struct Condition: Sendable {
    /// One requirement: a field and what its values must be.
    struct Requirement: Sendable {
        var field: String
        var values: @Sendable (Trace) -> [JSONValue]
        var matcher: Matcher
    }

    private var requirements: [Requirement]

    /// Holds for every trace.
    package static let always = Condition(requirements: [])

    init(requirements: [Requirement]) {
        self.requirements = requirements
    }

    /// Whether `trace` meets every requirement.
    package func holds(for trace: Trace) -> Bool {
        requirements.allSatisfy { $0.matcher.matches($0.values(trace)) }
    }

    /// Says which requirement `trace` misses first, without showing data of the types `hidden`; nil when it meets all.
    package func firstMismatch(for trace: Trace, hiding hidden: Set<PIIType> = []) -> String? {
        guard let missed = requirements.first(where: { !$0.matcher.matches($0.values(trace)) }) else { return nil }
        // Hidden before it is cut: a part of it has no shape.
        let values = Self.shown(missed.values(trace), hiding: hidden)
        let found = values.map(\.text).joined(separator: ", ")
        let shown = found.isEmpty ? "absent" : String(found.prefix(80))
        return "\(missed.field) is \(shown), wanted \(missed.matcher.summary)"
    }

    private static func shown(_ values: [JSONValue], hiding hidden: Set<PIIType>) -> [JSONValue] {
        guard !hidden.isEmpty else { return values }
        let markers = PIIMarkers(hidden)
        func marked(_ text: String) -> String { (try? markers.mark(text)) ?? TraceRedaction.withheld }
        return values.map { JSONTexts.changed($0, by: marked) }
    }
}

extension Condition {
    /// Reads the `when` of a rule: `name`, `tags`, `environment`, `user_id`, `session_id`, `release`, `version` with a
    /// matcher each, and `metadata` with a matcher for each key (dots descend into objects).
    ///
    /// - Throws: `JSONReadError` at the key that is unknown or the matcher that makes no sense.
    package static func read(_ source: JSONReader) throws(JSONReadError) -> Condition {
        var reader = source
        var requirements: [Requirement] = []
        for (key, values) in fields {
            guard let value = reader.value(key) else { continue }
            let matcher = try Matcher.read(value, at: reader.path(key))
            requirements.append(Requirement(field: key, values: values, matcher: matcher))
        }
        if let metadata = try reader.reader("metadata") {
            for (key, value) in metadata.object.members {
                let matcher = try Matcher.read(value, at: metadata.path(key))
                let steps = key.split(separator: ".").map(String.init)
                requirements.append(
                    Requirement(
                        field: "metadata.\(key)", values: { metadataValues(of: $0, key, steps) }, matcher: matcher))
            }
        }
        try reader.finish()
        return Condition(requirements: requirements)
    }

    private static let fields: [(String, @Sendable (Trace) -> [JSONValue])] = [
        ("name", { single($0.name) }),
        ("tags", { $0.tags.map { .string($0) } }),
        ("environment", { single($0.environment) }),
        ("user_id", { single($0.userID) }),
        ("session_id", { single($0.sessionID) }),
        ("release", { single($0.release) }),
        ("version", { single($0.version) }),
    ]

    private static func single(_ text: String?) -> [JSONValue] { text.map { [.string($0)] } ?? [] }

    /// The member `key` as written, else the value at the end of its dotted steps; an array counts as its elements.
    private static func metadataValues(of trace: Trace, _ key: String, _ steps: [String]) -> [JSONValue] {
        let direct = trace.metadata?[key]
        let nested = steps.reduce(trace.metadata) { value, step in value?[step] }
        guard let value = direct ?? nested, !value.isNull else { return [] }
        return value.array ?? [value]
    }
}
