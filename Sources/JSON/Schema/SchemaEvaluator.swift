/// Holds one value against a compiled schema, up to the first violation.
struct SchemaEvaluator {
    /// A step from a value to one inside it.
    private enum Step {
        case member(String)
        case element(Int)
    }

    let program: SchemaProgram
    private var violation: JSONSchemaViolation?
    private var path: [Step] = []
    /// For the value at hand and each around it the keys it has, once a large object was asked for them.
    private var keys: [Set<UTF8Key>?] = [nil]
    /// The resources entered and not yet left, outermost first.
    private var scope: [Int] = []
    /// How many schemas are being tried whose failure is no violation.
    private var attempts = 0
    private var depth = 0
    private(set) var work = 0
    private var patternTime = Duration.zero

    /// How many schemas may lie inside one another, by reference or otherwise: documents nest 128 levels, and each may
    /// pass through a few schemas in place.
    static let maximumDepth = 1000
    /// How many times schemas may be held against values, some 0.1 to 1 s of work.
    static let maximumWork = 1_000_000
    /// How long all searches for patterns may take together.
    static let maximumPatternTime = Duration.seconds(2)

    init(_ program: SchemaProgram) { self.program = program }

    mutating func violation(in value: JSONValue) throws(JSONSchemaLimitError) -> JSONSchemaViolation? {
        var seen = try children(of: value, for: 0)
        return try accepts(0, value, &seen) ? nil : violation
    }

    /// Whether the schema `node` accepts `value`; notes in `seen` which children it has looked at, when it does.
    mutating func accepts(
        _ node: Int, _ value: JSONValue, _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        try spend(1)
        let schema = program.nodes[node]
        if let verdict = schema.verdict {
            return verdict ? true : fail(node, nil, "nothing is allowed here, found \(value.kindName)")
        }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw JSONSchemaLimitError(message: "more than \(Self.maximumDepth) schemas refer to one another here")
        }
        let isEntered = scope.last != schema.resource
        if isEntered { scope.append(schema.resource) }
        defer { if isEntered { scope.removeLast() } }
        for keyword in schema.keywords where try !holds(keyword, node, value, &seen) { return false }
        return true
    }

    /// Whether the schema accepts a value on the way to a verdict: what it looks at counts only when it does, and its
    /// failure is no violation yet.
    mutating func tries(
        _ node: Int, _ value: JSONValue, _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        attempts += 1
        defer { attempts -= 1 }
        return try acceptsInPlace(node, value, &seen)
    }

    /// Whether the schema accepts the value that another schema is being held against.
    mutating func acceptsInPlace(
        _ node: Int, _ value: JSONValue, _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        // A schema sees only what the schemas inside it have looked at, not its neighbours.
        var own = try children(of: value, for: node)
        guard try accepts(node, value, &own) else { return false }
        seen.formUnion(own)
        return true
    }

    /// Whether the schema accepts the member `key` of the value at hand.
    mutating func acceptsMember(
        _ node: Int, _ key: String, _ value: JSONValue
    ) throws(JSONSchemaLimitError) -> Bool {
        try acceptsChild(node, .member(key), value)
    }

    /// Whether the schema accepts the element `index` of the value at hand.
    mutating func acceptsElement(
        _ node: Int, _ index: Int, _ value: JSONValue
    ) throws(JSONSchemaLimitError) -> Bool {
        try acceptsChild(node, .element(index), value)
    }

    private mutating func acceptsChild(
        _ node: Int, _ step: Step, _ value: JSONValue
    ) throws(JSONSchemaLimitError) -> Bool {
        path.append(step)
        keys.append(nil)
        defer {
            path.removeLast()
            keys.removeLast()
        }
        var seen = try children(of: value, for: node)
        return try accepts(node, value, &seen)
    }

    /// Whether `object`, the value at hand, has the member `key`.
    mutating func has(_ key: String, _ object: JSONObject) throws(JSONSchemaLimitError) -> Bool {
        try spend(1)
        if object.count <= Self.smallCount { return object[key] != nil }
        let place = keys.count - 1
        if keys[place] == nil {
            try spend(object.count)
            keys[place] = Set(object.members.map { UTF8Key($0.key) })
        }
        return keys[place]?.contains(UTF8Key(key)) ?? false
    }

    /// Up to so many members a linear search beats a hash table.
    private static let smallCount = 16

    /// The children of `value`, none of them looked at yet; without end where no keyword asks `node` for them.
    private mutating func children(of value: JSONValue, for node: Int) throws(JSONSchemaLimitError) -> SeenChildren {
        guard program.nodes[node].isAskedForSeen else { return SeenChildren(count: nil) }
        let count = value.array?.count ?? value.object?.count ?? 0
        // A flag is much cheaper than a schema.
        try spend(count / 16)
        return SeenChildren(count: count)
    }

    /// As `acceptsElement`, its failure being no violation.
    mutating func triesElement(
        _ node: Int, _ index: Int, _ value: JSONValue
    ) throws(JSONSchemaLimitError) -> Bool {
        attempts += 1
        defer { attempts -= 1 }
        return try acceptsElement(node, index, value)
    }

    /// The schema `$dynamicRef` leads to: that of the outermost resource which has the anchor (draft 2020-12, core,
    /// section 8.2.3.2).
    func dynamicTarget(_ anchor: String, otherwise node: Int) -> Int {
        for resource in scope { if let found = program.dynamicAnchors[resource][anchor] { return found } }
        return node
    }

    /// Notes a violation of the keyword `name`, or of the schema itself; returns false.
    mutating func fail(_ node: Int, _ name: String?, _ message: @autoclosure () -> String) -> Bool {
        guard attempts == 0, violation == nil else { return false }
        var location = program.nodes[node].location
        if let name { location += "/" + JSONPointer.escape(name) }
        violation = JSONSchemaViolation(
            instanceLocation: pointer, keywordLocation: location, message: message())
        return false
    }

    /// Counts work whose amount the value decides.
    mutating func spend(_ amount: Int) throws(JSONSchemaLimitError) {
        work += amount
        guard work <= Self.maximumWork else {
            throw JSONSchemaLimitError(
                message: "more than \(Self.maximumWork) schemas and values had to be held against one another")
        }
    }

    /// Whether `matches` finds its pattern in `text`.
    mutating func matched(
        _ matches: JSONSchema.Matcher, _ text: String, _ pattern: String
    ) throws(JSONSchemaLimitError) -> Bool {
        let start = ContinuousClock.now
        let isMatch = matches(text)
        patternTime += ContinuousClock.now - start
        guard let isMatch, patternTime <= Self.maximumPatternTime else {
            throw JSONSchemaLimitError(message: "the search for `\(pattern)` was given up: it takes too long here")
        }
        return isMatch
    }

    private var pointer: String {
        path.map { step in
            switch step {
            case .member(let key): "/" + JSONPointer.escape(key)
            case .element(let index): "/\(index)"
            }
        }.joined()
    }
}

/// Which elements or members of a value a schema has looked at; nothing when no keyword asks.
struct SeenChildren {
    private var flags: [Bool]
    /// Whether a keyword asks.
    let isTracked: Bool

    /// Nothing seen yet of `count` children; nil when no keyword asks.
    init(count: Int?) {
        flags = Array(repeating: false, count: count ?? 0)
        isTracked = count != nil
    }

    /// Notes the child at `position`.
    mutating func insert(_ position: Int) {
        if flags.indices.contains(position) { flags[position] = true }
    }

    func contains(_ position: Int) -> Bool { flags.indices.contains(position) && flags[position] }

    mutating func formUnion(_ other: SeenChildren) {
        guard flags.count == other.flags.count else { return }
        for position in flags.indices where other.flags[position] { flags[position] = true }
    }
}
