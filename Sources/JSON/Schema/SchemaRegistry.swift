/// The documents a schema is made of, and where in them lie the schemas that have a name.
///
/// A resource is a schema with a URI of its own, by `$id` or because its document has one (draft 2020-12, core, section
/// 4.3.5).
struct SchemaRegistry {
    /// Where a value lies: the number of its document and its JSON Pointer there.
    struct Place: Hashable, Sendable {
        var document: Int
        var pointer: String
    }

    struct Resource {
        var place: Place
        var base: URIReference
        var dialect: SchemaDialect
        /// What `$anchor` names, and in draft 7 an `$id` that is only a fragment.
        var anchors: [String: Place] = [:]
        /// What `$dynamicAnchor` names; all of it is in `anchors` too.
        var dynamicAnchors: [String: Place] = [:]
    }

    private let settings: SchemaSettings
    private var documents: [(uri: String, value: JSONValue)] = []
    private(set) var resources: [Resource] = []
    private var resourcesByURI: [String: Int] = [:]
    private var resourcesByPlace: [Place: Int] = [:]
    /// The members of large objects, so that many references into one cost no more than their number.
    private var indexes: [Place: [UTF8Key: JSONValue]] = [:]

    /// Up to so many members a linear search beats a hash table.
    private static let smallCount = 16

    init(_ settings: SchemaSettings) { self.settings = settings }

    /// Takes in the document at `uri` and the names of the schemas inside it; returns its resource.
    mutating func add(_ value: JSONValue, uri: String) throws(JSONSchemaError) -> Int {
        let place = Place(document: documents.count, pointer: "")
        documents.append((uri, value))
        let dialect = try dialect(of: value, at: place) ?? SchemaDialect(settings.draft, assertsFormats: false)
        let base = URIReference(uri)
        resources.append(Resource(place: place, base: base, dialect: dialect))
        let resource = resources.count - 1
        resourcesByURI[base.text] = resource
        try scan(value, at: place, in: resource, isRoot: true)
        return resourcesByPlace[place] ?? resource
    }

    /// Returns the place `reference` leads to from a schema in `resource`, and whether its last step was the name of a
    /// dynamic anchor. `place` is where the reference stands.
    mutating func resolve(
        _ reference: String, from resource: Int, at place: Place
    ) throws(JSONSchemaError) -> (place: Place, dynamicAnchor: String?) {
        let uri = URIReference(reference).resolved(against: resources[resource].base)
        let target = try self.resource(at: uri.withoutFragment.text, for: reference, at: place)
        let fragment = URIReference.percentDecoded(uri.fragment ?? "")
        if fragment.isEmpty { return (resources[target].place, nil) }
        if fragment.hasPrefix("/") {
            var found = resources[target].place
            found.pointer += fragment
            guard value(at: found) != nil else {
                throw error(at: place, "`\(reference)` leads to no value")
            }
            return (found, nil)
        }
        guard let anchor = resources[target].anchors[fragment] else {
            throw error(at: place, "`\(reference)`: no schema there has the anchor `\(fragment)`")
        }
        return (anchor, resources[target].dynamicAnchors[fragment] == nil ? nil : fragment)
    }

    /// The draft of all schemas with a URI in the document given first; nil when they differ.
    var onlyDraft: JSONSchema.Draft? {
        let drafts = Set(resources.filter { $0.place.document == 0 }.map(\.dialect.draft))
        return drafts.count == 1 ? drafts.first : nil
    }

    /// The value at `place`; nil when there is none.
    mutating func value(at place: Place) -> JSONValue? {
        var current = documents[place.document].value
        var walked = Place(document: place.document, pointer: "")
        for token in JSONPointer.tokens(place.pointer) {
            switch current {
            case .object(let object):
                guard let value = member(token, of: object, at: walked) else { return nil }
                current = value
            case .array(let elements):
                guard let index = Int(token), elements.indices.contains(index), index.description == token else {
                    return nil
                }
                current = elements[index]
            default: return nil
            }
            walked.pointer += "/" + JSONPointer.escape(token)
        }
        return current
    }

    private mutating func member(_ key: String, of object: JSONObject, at place: Place) -> JSONValue? {
        if object.count <= Self.smallCount { return object[key] }
        if let index = indexes[place] { return index[UTF8Key(key)] }
        let index = Dictionary(object.members.map { (UTF8Key($0.key), $0.value) }) { first, _ in first }
        indexes[place] = index
        return index[UTF8Key(key)]
    }

    /// The resource the schema at `place` belongs to: its own or that of the nearest schema around it.
    func resource(of place: Place) -> Int {
        var place = place
        while true {
            if let found = resourcesByPlace[place] { return found }
            guard let slash = place.pointer.lastIndex(of: "/") else { return 0 }
            place.pointer = String(place.pointer[..<slash])
        }
    }

    /// `place` as the locations of violations have it.
    func location(of place: Place) -> String { "\(documents[place.document].uri)#\(place.pointer)" }

    /// An error at `place`.
    func error(at place: Place, _ message: String) -> JSONSchemaError {
        JSONSchemaError(document: documents[place.document].uri, pointer: place.pointer, message: message)
    }

    private mutating func resource(
        at uri: String, for reference: String, at place: Place
    ) throws(JSONSchemaError) -> Int {
        if let known = resourcesByURI[uri] { return known }
        guard let document = MetaSchemas.document(at: uri) ?? settings.resolver?(uri) else {
            throw error(
                at: place, "`\(reference)` refers to another document, which is not at hand; put it into `$defs`")
        }
        return try add(document, uri: uri)
    }

    /// The dialect a document asks for with `$schema`; nil when it does not.
    private mutating func dialect(of value: JSONValue, at place: Place) throws(JSONSchemaError) -> SchemaDialect? {
        guard let written = value["$schema"] else { return nil }
        let keyword = Place(document: place.document, pointer: place.pointer + "/$schema")
        guard let text = written.string else {
            throw error(at: keyword, "expected a URI, found \(written.kindName)")
        }
        let uri = URIReference(text).withoutFragment.text
        if let draft = MetaSchemas.draft(uri) { return SchemaDialect(draft, assertsFormats: false) }
        // A meta-schema that names itself would ask for itself without end.
        if let known = resourcesByURI[uri] { return resources[known].dialect }
        guard uri != documents[place.document].uri, let document = settings.resolver?(uri) else {
            throw error(at: keyword, "`\(text)` is not known; draft 2020-12 and draft 7 are")
        }
        guard let meta = document["$schema"]?.string,
            let draft = MetaSchemas.draft(URIReference(meta).withoutFragment.text)
        else { throw error(at: keyword, "the meta-schema `\(text)` is not written in draft 2020-12 or draft 7") }
        var dialect = SchemaDialect(draft, assertsFormats: false)
        if draft == .draft2020_12, let vocabulary = document["$vocabulary"]?.object,
            let unknown = dialect.adopt(vocabulary)
        {
            throw error(at: keyword, "the meta-schema `\(text)` requires the vocabulary `\(unknown)`, not known here")
        }
        return dialect
    }
}

// Where a schema can have schemas inside it, and the names they give themselves.
extension SchemaRegistry {
    private enum Children { case one, list, map }

    private static let childrenOfBoth: [(String, Children)] = [
        ("additionalProperties", .one), ("properties", .map), ("patternProperties", .map), ("propertyNames", .one),
        ("contains", .one), ("not", .one), ("if", .one), ("then", .one), ("else", .one), ("allOf", .list),
        ("anyOf", .list), ("oneOf", .list), ("definitions", .map), ("dependencies", .map), ("items", .one),
    ]

    private static let childrenByDraft: [JSONSchema.Draft: [(String, Children)]] = [
        .draft7: childrenOfBoth + [("additionalItems", .one), ("items", .list)],
        .draft2020_12: childrenOfBoth + [
            ("$defs", .map), ("prefixItems", .list), ("dependentSchemas", .map), ("unevaluatedItems", .one),
            ("unevaluatedProperties", .one), ("contentSchema", .one),
        ],
    ]

    private mutating func scan(
        _ value: JSONValue, at place: Place, in parent: Int, isRoot: Bool = false
    ) throws(JSONSchemaError) {
        var resource = parent
        guard let object = value.object else {
            if value.bool != nil { resourcesByPlace[place] = resource }
            return
        }
        if resources[parent].dialect.draft == .draft7, object["$ref"] != nil {
            // In draft 7 nothing beside `$ref` counts, `$id` included.
        } else {
            resource = try named(object, at: place, in: parent, isRoot: isRoot)
        }
        resourcesByPlace[place] = resource
        for (keyword, children) in Self.childrenByDraft[resources[resource].dialect.draft] ?? [] {
            guard let child = object[keyword] else { continue }
            let inside = Place(document: place.document, pointer: "\(place.pointer)/\(keyword)")
            switch (children, child) {
            case (.one, .object): try scan(child, at: inside, in: resource)
            case (.list, .array(let elements)):
                for (position, element) in elements.enumerated() {
                    let place = Place(document: place.document, pointer: "\(inside.pointer)/\(position)")
                    try scan(element, at: place, in: resource)
                }
            case (.map, .object(let members)):
                for (key, member) in members.members {
                    let pointer = "\(inside.pointer)/\(JSONPointer.escape(key))"
                    try scan(member, at: Place(document: place.document, pointer: pointer), in: resource)
                }
            default: break
            }
        }
    }

    /// Reads `$id` and the anchors of a schema; returns the resource it belongs to.
    private mutating func named(
        _ object: JSONObject, at place: Place, in parent: Int, isRoot: Bool
    ) throws(JSONSchemaError) -> Int {
        var resource = parent
        if let id = object["$id"] {
            guard let text = id.string else { throw error(at: place, "`$id` must be a URI, found \(id.kindName)") }
            let uri = URIReference(text).resolved(against: resources[parent].base)
            if !URIReference(text).withoutFragment.text.isEmpty {
                resource = try identified(object, uri.withoutFragment, at: place, in: parent, isRoot: isRoot)
            }
            if let anchor = uri.fragment, !anchor.isEmpty, resources[resource].dialect.draft == .draft7 {
                resources[resource].anchors[anchor] = place
            }
        }
        guard resources[resource].dialect.draft == .draft2020_12 else { return resource }
        if let anchor = object["$anchor"]?.string { resources[resource].anchors[anchor] = place }
        if let anchor = object["$dynamicAnchor"]?.string {
            resources[resource].anchors[anchor] = place
            resources[resource].dynamicAnchors[anchor] = place
        }
        return resource
    }

    private mutating func identified(
        _ object: JSONObject, _ uri: URIReference, at place: Place, in parent: Int, isRoot: Bool
    ) throws(JSONSchemaError) -> Int {
        if isRoot {
            resources[parent].base = uri
            resourcesByURI[uri.text] = parent
            return parent
        }
        let dialect = try dialect(of: .object(object), at: place) ?? resources[parent].dialect
        resources.append(Resource(place: place, base: uri, dialect: dialect))
        // Of two schemas with one `$id` the first counts.
        if resourcesByURI[uri.text] == nil { resourcesByURI[uri.text] = resources.count - 1 }
        return resources.count - 1
    }
}
