// Draft 2020-12, validation, sections 6 and 7; draft 7 has the same except for `dependentRequired`.
extension SchemaCompiler {
    /// Compiles the keywords that assert something of a value by itself.
    mutating func assertions(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> [SchemaKeyword] {
        var keywords: [SchemaKeyword] = []
        func add(_ name: String, _ rule: SchemaRule?) {
            if let rule { keywords.append(SchemaKeyword(name: name, rule: rule)) }
        }
        add("type", try types(reader).map { .type($0) })
        add("enum", try reader.list("enum", registry).map { .oneOfValues(Set($0)) })
        add("const", reader.object["const"].map { .equals($0) })
        add("multipleOf", try multiple(reader).map { .multipleOf($0) })
        for bound in [SchemaBound.minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum] {
            let number = try reader.optional(bound.rawValue, "a number", registry) { $0.double == nil ? .none : $0 }
            add(bound.rawValue, number.map { .bound($0, bound) })
        }
        add("minLength", try reader.range("minLength", "maxLength", registry).map { .length($0) })
        if let pattern = try reader.string("pattern", registry) {
            add("pattern", .pattern(pattern, try matcher(pattern, at: reader.place("pattern"))))
        }
        add("minItems", try reader.range("minItems", "maxItems", registry).map { .itemCount($0) })
        if try reader.optional("uniqueItems", "true or false", registry, \.bool) == true {
            add("uniqueItems", .uniqueItems)
        }
        add("minProperties", try reader.range("minProperties", "maxProperties", registry).map { .memberCount($0) })
        add("required", try reader.strings("required", registry).map { .required($0) })
        add("dependentRequired", try dependentRequired(reader))
        return keywords
    }

    /// Compiles `format`, when it asserts something.
    func format(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> SchemaKeyword? {
        guard settings.assertsFormats || reader.dialect.assertsFormats else { return nil }
        guard let name = try reader.string("format", registry) else { return nil }
        if name == "regex", let patterns = settings.patterns {
            let check: @Sendable (String) -> Bool = { text in
                guard let translated = try? ECMAPattern.translated(text) else { return false }
                return patterns(translated) != nil
            }
            return SchemaKeyword(name: "format", rule: .format(name, check))
        }
        return SchemaFormat(rawValue: name).map { format in
            SchemaKeyword(name: "format", rule: .format(name) { format.accepts($0) })
        }
    }

    private func types(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> SchemaTypes? {
        guard let value = reader.object["type"] else { return nil }
        let names = value.string.map { [$0] } ?? SchemaObjectReader.strings(value)
        guard let names, !names.isEmpty else {
            throw registry.error(
                at: reader.place("type"), "`type` must be a name or a list of names, found \(value.kindName)")
        }
        var types = SchemaTypes()
        for name in names {
            guard let type = SchemaTypes(named: name) else {
                let known = SchemaTypes.names.map(\.0)
                let hint = KeySuggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                throw registry.error(
                    at: reader.place("type"),
                    "`\(name)` is no type; " + (hint ?? "the types are \(known.joined(separator: ", "))"))
            }
            types.formUnion(type)
        }
        return types
    }

    private func multiple(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> DecimalNumber? {
        try reader.optional("multipleOf", "a number above 0", registry) { value in
            guard let number = value.double, number > 0 else { return nil }
            return DecimalNumber(value)
        }
    }

    private func dependentRequired(_ reader: SchemaObjectReader) throws(JSONSchemaError) -> SchemaRule? {
        guard reader.dialect.draft == .draft2020_12 else { return nil }
        guard let object = try reader.object("dependentRequired", registry) else { return nil }
        var rules: [(key: String, required: [String])] = []
        for (key, value) in object.members {
            guard let required = SchemaObjectReader.strings(value) else {
                throw registry.error(
                    at: reader.place("dependentRequired", key), "expected a list of strings, found \(value.kindName)")
            }
            rules.append((key, required))
        }
        return .dependentRequired(rules)
    }
}
