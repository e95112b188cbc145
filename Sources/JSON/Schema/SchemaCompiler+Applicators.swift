// Draft 2020-12, core, sections 10.2 and 10.3; draft 7, validation, sections 6.4 to 6.7.
extension SchemaCompiler {
    /// Compiles the keywords that apply schemas to the value itself.
    mutating func inPlaceApplicators(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> [SchemaKeyword] {
        var keywords: [SchemaKeyword] = []
        if let schemas = try schemas("allOf", reader) {
            keywords.append(SchemaKeyword(name: "allOf", rule: .allOf(schemas)))
        }
        if let schemas = try schemas("anyOf", reader) {
            keywords.append(SchemaKeyword(name: "anyOf", rule: .anyOf(schemas)))
        }
        if let schemas = try schemas("oneOf", reader) {
            keywords.append(SchemaKeyword(name: "oneOf", rule: .oneOf(schemas)))
        }
        if let schema = schema("not", reader) { keywords.append(SchemaKeyword(name: "not", rule: .not(schema))) }
        if let condition = schema("if", reader) {
            let rule = SchemaRule.conditional(
                if: condition, then: schema("then", reader), else: schema("else", reader))
            keywords.append(SchemaKeyword(name: "if", rule: rule))
        }
        return keywords + (try dependencies(reader))
    }

    /// Compiles the keywords that apply schemas to elements and members.
    mutating func childApplicators(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> [SchemaKeyword] {
        var keywords: [SchemaKeyword] = []
        if let properties = try properties(reader) {
            keywords.append(SchemaKeyword(name: "properties", rule: .properties(properties)))
        }
        if let schema = schema("propertyNames", reader) {
            keywords.append(SchemaKeyword(name: "propertyNames", rule: .propertyNames(schema)))
        }
        if let rule = try items(reader) { keywords.append(SchemaKeyword(name: "items", rule: rule)) }
        if let schema = schema("contains", reader) {
            let isCounted = reader.dialect.draft == .draft2020_12 && reader.dialect.asserts
            let count = isCounted ? try reader.range("minContains", "maxContains", registry) : nil
            let lower = reader.object["minContains"] == nil || count == nil ? 1 : count?.lowerBound ?? 1
            let upper = count?.upperBound ?? .max
            let range = lower > upper ? Int.max...Int.max : lower...upper
            keywords.append(SchemaKeyword(name: "contains", rule: .contains(schema, range)))
        }
        return keywords
    }

    private mutating func schema(_ key: String, _ reader: SchemaObjectReader) -> Int? {
        reader.object[key] == nil ? nil : node(at: reader.place(key))
    }

    private mutating func schemas(_ key: String, _ reader: SchemaObjectReader) throws(JSONSchemaError) -> [Int]? {
        guard let list = try reader.list(key, registry) else { return nil }
        return list.enumerated().map { node(at: reader.place(key, "\($0)"), $1) }
    }

    private mutating func properties(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> SchemaProperties? {
        let named = try reader.object("properties", registry)
        let patterns = try reader.object("patternProperties", registry)
        let additional = schema("additionalProperties", reader)
        if named == nil && patterns == nil && additional == nil { return nil }
        var properties = SchemaProperties(additional: additional)
        for (key, value) in named?.members ?? [] {
            properties.named[UTF8Key(key)] = node(at: reader.place("properties", key), value)
        }
        for (key, value) in patterns?.members ?? [] {
            let place = reader.place("patternProperties", key)
            properties.patterns.append((key, try matcher(key, at: place), node(at: place, value)))
        }
        return properties
    }

    private mutating func items(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> SchemaRule? {
        if reader.dialect.draft == .draft7 {
            guard reader.object["items"]?.array != nil else {
                return schema("items", reader).map { .items(prefix: [], rest: $0) }
            }
            let prefix = try schemas("items", reader) ?? []
            return .items(prefix: prefix, rest: schema("additionalItems", reader))
        }
        if reader.object["items"]?.array != nil {
            throw registry.error(
                at: reader.place("items"), "in draft 2020-12 a list of schemas by position is `prefixItems`")
        }
        let prefix = try schemas("prefixItems", reader)
        let rest = schema("items", reader)
        if prefix == nil && rest == nil { return nil }
        return .items(prefix: prefix ?? [], rest: rest)
    }

    /// `dependentSchemas`, and draft 7's `dependencies`, which draft 2020-12 still knows but no longer recommends.
    private mutating func dependencies(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> [SchemaKeyword] {
        var keywords: [SchemaKeyword] = []
        if reader.dialect.draft == .draft2020_12, let object = try reader.object("dependentSchemas", registry) {
            let schemas = object.members.map { key, value in
                (key: key, schema: node(at: reader.place("dependentSchemas", key), value))
            }
            keywords.append(SchemaKeyword(name: "dependentSchemas", rule: .dependentSchemas(schemas)))
        }
        guard let object = try reader.object("dependencies", registry) else { return keywords }
        var schemas: [(key: String, schema: Int)] = []
        var required: [(key: String, required: [String])] = []
        for (key, value) in object.members {
            if let keys = SchemaObjectReader.strings(value) {
                required.append((key, keys))
            } else {
                schemas.append((key, node(at: reader.place("dependencies", key), value)))
            }
        }
        keywords.append(SchemaKeyword(name: "dependencies", rule: .dependentRequired(required)))
        keywords.append(SchemaKeyword(name: "dependencies", rule: .dependentSchemas(schemas)))
        return keywords
    }
}
