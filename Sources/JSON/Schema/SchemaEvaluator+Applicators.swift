extension SchemaEvaluator {
    /// Whether the schemas inside `keyword` say what they should of `value`.
    mutating func applies(
        _ keyword: SchemaKeyword, _ node: Int, _ value: JSONValue, _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        let name = keyword.name
        switch keyword.rule {
        case .reference(let target): return try acceptsInPlace(target, value, &seen)
        case .dynamicReference(let target, let anchor):
            return try acceptsInPlace(dynamicTarget(anchor, otherwise: target), value, &seen)
        case .allOf(let schemas):
            for schema in schemas where try !acceptsInPlace(schema, value, &seen) { return false }
            return true
        case .anyOf(let schemas): return try anyOf(schemas, name, node, value, &seen)
        case .oneOf(let schemas): return try oneOf(schemas, name, node, value, &seen)
        case .not(let schema):
            var ignored = seen
            return try !tries(schema, value, &ignored) || fail(node, name, "is what it must not be")
        case .conditional(let condition, let then, let otherwise):
            let branch = try tries(condition, value, &seen) ? then : otherwise
            return try branch.map { (branch) throws(JSONSchemaLimitError) in try acceptsInPlace(branch, value, &seen) }
                ?? true
        case .dependentSchemas(let rules):
            guard let object = value.object else { return true }
            for rule in rules where try has(rule.key, object) {
                guard try acceptsInPlace(rule.schema, value, &seen) else { return false }
            }
            return true
        default: return try appliesInside(keyword, node, value, &seen)
        }
    }

    private mutating func appliesInside(
        _ keyword: SchemaKeyword, _ node: Int, _ value: JSONValue, _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        switch (keyword.rule, value) {
        case (.properties(let properties), .object(let object)):
            return try self.properties(properties, node, object, &seen)
        case (.propertyNames(let schema), .object(let object)):
            for key in object.keys where try !acceptsMember(schema, key, .string(key)) { return false }
            return true
        case (.items(let prefix, let rest), .array(let elements)):
            return try items(prefix, rest, elements, &seen)
        case (.contains(let schema, let range), .array(let elements)):
            return try contains(schema, range, node, elements, &seen)
        case (.unevaluatedItems(let schema), .array(let elements)):
            for (index, element) in elements.enumerated() where !seen.contains(index) {
                guard try acceptsElement(schema, index, element) else { return false }
                seen.insert(index)
            }
            return true
        case (.unevaluatedProperties(let schema), .object(let object)):
            for (index, member) in object.members.enumerated() where !seen.contains(index) {
                guard try accepts(extra: schema, member.key, member.value, node, keyword.name) else { return false }
                seen.insert(index)
            }
            return true
        default: return true
        }
    }

    private mutating func anyOf(
        _ schemas: [Int], _ name: String, _ node: Int, _ value: JSONValue, _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        var isAccepted = false
        for schema in schemas where try tries(schema, value, &seen) {
            isAccepted = true
            // The others matter only for what they have looked at.
            if !seen.isTracked { break }
        }
        return isAccepted || fail(node, name, "follows none of \(schemas.count) schemas")
    }

    private mutating func oneOf(
        _ schemas: [Int], _ name: String, _ node: Int, _ value: JSONValue, _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        var count = 0
        for schema in schemas where try tries(schema, value, &seen) {
            count += 1
            if count > 1 { break }
        }
        return count == 1
            || fail(node, name, "follows \(count == 0 ? "none" : "more than one") of \(schemas.count) schemas")
    }

    private mutating func properties(
        _ properties: SchemaProperties, _ node: Int, _ object: JSONObject, _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        try spend(object.count)
        for (index, member) in object.members.enumerated() {
            var isKnown = false
            if let schema = properties.named[UTF8Key(member.key)] {
                isKnown = true
                guard try acceptsMember(schema, member.key, member.value) else { return false }
            }
            for pattern in properties.patterns {
                try spend(1)
                guard try matched(pattern.matches, member.key, pattern.pattern) else { continue }
                isKnown = true
                guard try acceptsMember(pattern.schema, member.key, member.value) else { return false }
            }
            if !isKnown, let additional = properties.additional {
                isKnown = true
                let name = "additionalProperties"
                guard try accepts(extra: additional, member.key, member.value, node, name) else { return false }
            }
            if isKnown { seen.insert(index) }
        }
        return true
    }

    /// A member no other keyword speaks of; one that may not be there is named.
    private mutating func accepts(
        extra schema: Int, _ key: String, _ value: JSONValue, _ node: Int, _ name: String
    ) throws(JSONSchemaLimitError) -> Bool {
        if program.nodes[schema].verdict == false { return fail(node, name, "`\(key)` is not expected") }
        return try acceptsMember(schema, key, value)
    }

    private mutating func items(
        _ prefix: [Int], _ rest: Int?, _ elements: [JSONValue], _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        for (index, element) in elements.enumerated() {
            guard let schema = index < prefix.count ? prefix[index] : rest else { break }
            guard try acceptsElement(schema, index, element) else { return false }
            seen.insert(index)
        }
        return true
    }

    private mutating func contains(
        _ schema: Int, _ range: ClosedRange<Int>, _ node: Int, _ elements: [JSONValue], _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        var count = 0
        for (index, element) in elements.enumerated() where try triesElement(schema, index, element) {
            count += 1
            // In draft 7, which has no `unevaluatedItems`, nobody asks.
            seen.insert(index)
        }
        if count < range.lowerBound {
            return fail(node, "contains", "\(count) fitting elements, wanted at least \(range.lowerBound)")
        }
        return count <= range.upperBound
            || fail(node, "maxContains", "\(count) fitting elements, wanted at most \(range.upperBound)")
    }
}
