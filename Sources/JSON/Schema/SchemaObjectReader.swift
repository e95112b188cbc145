/// Reads the members of one schema and names the place of what has the wrong type.
struct SchemaObjectReader {
    let object: JSONObject
    let place: SchemaRegistry.Place
    let dialect: SchemaDialect
    let resource: Int

    /// Where the member `key` lies, or what is inside it.
    func place(_ key: String, _ inside: String...) -> SchemaRegistry.Place {
        let tokens = ([key] + inside).map { "/" + JSONPointer.escape($0) }
        return SchemaRegistry.Place(document: place.document, pointer: place.pointer + tokens.joined())
    }

    /// Returns what `convert` makes of the member `key`; nil when it is not there.
    func optional<T>(
        _ key: String, _ expected: String, _ registry: SchemaRegistry, _ convert: (JSONValue) -> T?
    ) throws(JSONSchemaError) -> T? {
        guard let value = object[key] else { return nil }
        guard let converted = convert(value) else {
            throw registry.error(at: place(key), "`\(key)` must be \(expected), found \(value.kindName)")
        }
        return converted
    }

    func string(_ key: String, _ registry: SchemaRegistry) throws(JSONSchemaError) -> String? {
        try optional(key, "a string", registry, \.string)
    }

    func list(_ key: String, _ registry: SchemaRegistry) throws(JSONSchemaError) -> [JSONValue]? {
        try optional(key, "a list", registry, \.array)
    }

    func object(_ key: String, _ registry: SchemaRegistry) throws(JSONSchemaError) -> JSONObject? {
        try optional(key, "an object", registry, \.object)
    }

    func strings(_ key: String, _ registry: SchemaRegistry) throws(JSONSchemaError) -> [String]? {
        try optional(key, "a list of strings", registry, Self.strings)
    }

    static func strings(_ value: JSONValue) -> [String]? {
        guard let elements = value.array else { return nil }
        let strings = elements.compactMap(\.string)
        return strings.count == elements.count ? strings : nil
    }

    /// The range two keywords with counts span, e.g. `minLength` and `maxLength`; nil when neither is there.
    func range(
        _ minimum: String, _ maximum: String, _ registry: SchemaRegistry
    ) throws(JSONSchemaError) -> ClosedRange<Int>? {
        let lower = try count(minimum, registry)
        let upper = try count(maximum, registry)
        if lower == nil && upper == nil { return nil }
        // No count lies between when the bounds cross; beyond every possible count none does either.
        if let lower, let upper, lower > upper { return Int.max...Int.max }
        return (lower ?? 0)...(upper ?? .max)
    }

    func count(_ key: String, _ registry: SchemaRegistry) throws(JSONSchemaError) -> Int? {
        try optional(key, "a whole number from 0 on", registry) { value in
            guard let number = value.double, number >= 0, number == number.rounded() else { return nil }
            return value.integer.map { Int(clamping: $0) } ?? .max
        }
    }
}
