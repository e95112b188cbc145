/// Turns schemas into nodes, each once, however often it is referred to.
struct SchemaCompiler {
    let settings: SchemaSettings
    var registry: SchemaRegistry
    private var program = SchemaProgram()
    private var nodesByPlace: [SchemaRegistry.Place: Int] = [:]
    /// Places that have a node but no keywords yet. A list, not recursion: schemas refer to each other in rings.
    private var pending: [(place: SchemaRegistry.Place, value: JSONValue?)] = []

    /// The place of each node.
    private var places: [SchemaRegistry.Place] = []
    private var patternCount = 0

    init(_ settings: SchemaSettings) {
        self.settings = settings
        registry = SchemaRegistry(settings)
    }

    /// Compiles `document` and what it refers to.
    mutating func compile(_ document: JSONValue) throws(JSONSchemaError) -> SchemaProgram {
        let root = try registry.add(document, uri: "")
        _ = node(at: registry.resources[root].place)
        try compilePending()
        try compileDynamicAnchors()
        let references = SchemaReferences(program)
        if let node = references.nodeInRing() {
            throw registry.error(
                at: places[node], "this schema leads back to itself over the same value, so it would have no end")
        }
        references.askForSeen(in: &program)
        return program
    }

    /// The number of the node for the schema at `place`, which is `value` when the caller knows it.
    mutating func node(at place: SchemaRegistry.Place, _ value: JSONValue? = .none) -> Int {
        if let known = nodesByPlace[place] { return known }
        let index = program.nodes.count
        nodesByPlace[place] = index
        places.append(place)
        program.nodes.append(
            SchemaNode(location: registry.location(of: place), resource: registry.resource(of: place)))
        pending.append((place, value))
        return index
    }

    private mutating func compilePending() throws(JSONSchemaError) {
        while let (place, known) = pending.popLast() {
            guard let index = nodesByPlace[place] else { continue }
            let limit = settings.limits.schemas
            guard program.nodes.count <= limit else {
                throw registry.error(at: place, "the schema has more than \(limit) schemas inside it")
            }
            let value = if let known { known } else { registry.value(at: place) }
            switch value {
            case .bool(let verdict): program.nodes[index].verdict = verdict
            case .object(let object): program.nodes[index].keywords = try keywords(of: object, at: place)
            default:
                let found = value?.kindName ?? "nothing"
                throw registry.error(at: place, "a schema is an object, true or false; found \(found)")
            }
        }
    }

    /// What `$dynamicRef` may lead to is known only when a value is there, so everything with a dynamic anchor counts.
    private mutating func compileDynamicAnchors() throws(JSONSchemaError) {
        var done = 0
        while done < registry.resources.count {
            var anchors: [String: Int] = [:]
            for (name, place) in registry.resources[done].dynamicAnchors { anchors[name] = node(at: place) }
            program.dynamicAnchors.append(anchors)
            try compilePending()
            done += 1
        }
    }

    private mutating func keywords(
        of object: JSONObject, at place: SchemaRegistry.Place
    ) throws(JSONSchemaError) -> [SchemaKeyword] {
        let resource = registry.resource(of: place)
        var reader = SchemaObjectReader(
            object: object, place: place, dialect: registry.resources[resource].dialect, resource: resource)
        var keywords = try references(&reader)
        if reader.dialect.draft == .draft7, object["$ref"] != nil { return keywords }
        if reader.dialect.asserts { keywords += try assertions(reader) }
        if let format = try format(reader) { keywords.append(format) }
        if reader.dialect.applies {
            keywords += try inPlaceApplicators(reader)
            keywords += try childApplicators(reader)
        }
        // Last, since it asks what the others have looked at.
        if reader.dialect.seesUnevaluated { keywords += unevaluated(reader) }
        return keywords
    }

    private mutating func references(_ reader: inout SchemaObjectReader) throws(JSONSchemaError) -> [SchemaKeyword] {
        var keywords: [SchemaKeyword] = []
        if let text = try reader.string("$ref", registry) {
            let target = try registry.resolve(text, from: reader.resource, at: reader.place("$ref")).place
            keywords.append(SchemaKeyword(name: "$ref", rule: .reference(node(at: target))))
        }
        if reader.dialect.draft == .draft2020_12, let text = try reader.string("$dynamicRef", registry) {
            let place = reader.place("$dynamicRef")
            let (target, anchor) = try registry.resolve(text, from: reader.resource, at: place)
            let rule: SchemaRule =
                anchor.map { .dynamicReference(node(at: target), anchor: $0) } ?? .reference(node(at: target))
            keywords.append(SchemaKeyword(name: "$dynamicRef", rule: rule))
        }
        return keywords
    }

    private mutating func unevaluated(_ reader: SchemaObjectReader) -> [SchemaKeyword] {
        var keywords: [SchemaKeyword] = []
        if reader.object["unevaluatedItems"] != nil {
            let rule = SchemaRule.unevaluatedItems(node(at: reader.place("unevaluatedItems")))
            keywords.append(SchemaKeyword(name: "unevaluatedItems", rule: rule))
        }
        if reader.object["unevaluatedProperties"] != nil {
            let rule = SchemaRule.unevaluatedProperties(node(at: reader.place("unevaluatedProperties")))
            keywords.append(SchemaKeyword(name: "unevaluatedProperties", rule: rule))
        }
        return keywords
    }

    /// Compiles a regular expression of ECMA-262 found at `place`.
    mutating func matcher(_ pattern: String, at place: SchemaRegistry.Place) throws(JSONSchemaError)
        -> JSONSchema.Matcher
    {
        guard let patterns = settings.patterns else {
            throw registry.error(at: place, "this schema has a pattern, which cannot be matched here")
        }
        patternCount += 1
        guard patternCount <= settings.limits.patterns else {
            throw registry.error(at: place, "the schema has more than \(settings.limits.patterns) patterns")
        }
        let translated: String
        do throws(ECMAPattern.Refusal) {
            translated = try ECMAPattern.translated(pattern)
        } catch {
            throw registry.error(at: place, "the pattern `\(pattern)` is not ECMA-262: \(error.reason)")
        }
        guard let matcher = patterns(translated) else {
            throw registry.error(at: place, "the pattern `\(pattern)` does not compile")
        }
        return matcher
    }
}
