// Each function decides one keyword and says what was expected and found.
extension SchemaEvaluator {
    /// Whether `keyword` holds of `value`.
    mutating func holds(
        _ keyword: SchemaKeyword, _ node: Int, _ value: JSONValue, _ seen: inout SeenChildren
    ) throws(JSONSchemaLimitError) -> Bool {
        let name = keyword.name
        switch keyword.rule {
        case .type(let types):
            let found = SchemaTypes(of: value)
            return types.isSuperset(of: found) || fail(node, name, "expected \(types.text), found \(found.text)")
        case .oneOfValues(let values):
            try spend(value.comparisonCost)
            return values.contains(value) || fail(node, name, "expected one of \(values.count) given values")
        case .equals(let wanted):
            try spend(min(wanted.comparisonCost, value.comparisonCost))
            return wanted == value || fail(node, name, "expected \(Self.shown(wanted))")
        case .multipleOf(let divisor):
            guard let number = DecimalNumber(value) else { return true }
            return number.isMultiple(of: divisor) || fail(node, name, "\(Self.shown(value)) is not a multiple")
        case .bound(let limit, let bound): return holds(bound, limit, node, value)
        case .length(let range):
            guard let text = value.string else { return true }
            try spend(value.comparisonCost)
            return holds(range, text.unicodeScalars.count, node, "Length", "characters")
        case .pattern(let pattern, let matches):
            guard let text = value.string else { return true }
            return try matched(matches, text, pattern) || fail(node, name, "does not match `\(pattern)`")
        case .format(let format, let check):
            guard let text = value.string else { return true }
            return check(text) || fail(node, name, "not in the format `\(format)`")
        case .itemCount, .uniqueItems, .memberCount, .required, .dependentRequired:
            return try holdsOfContainer(keyword, node, value)
        default: return try applies(keyword, node, value, &seen)
        }
    }

    private mutating func holdsOfContainer(
        _ keyword: SchemaKeyword, _ node: Int, _ value: JSONValue
    ) throws(JSONSchemaLimitError) -> Bool {
        let name = keyword.name
        switch (keyword.rule, value) {
        case (.itemCount(let range), .array(let elements)):
            return holds(range, elements.count, node, "Items", "elements")
        case (.uniqueItems, .array(let elements)):
            try spend(value.comparisonCost)
            return Set(elements).count == elements.count || fail(node, name, "elements are given more than once")
        case (.memberCount(let range), .object(let object)):
            return holds(range, object.count, node, "Properties", "members")
        case (.required(let keys), .object(let object)):
            for key in keys where try !has(key, object) { return fail(node, name, "`\(key)` is missing") }
            return true
        case (.dependentRequired(let rules), .object(let object)):
            for rule in rules where try has(rule.key, object) {
                for key in rule.required where try !has(key, object) {
                    return fail(node, name, "`\(key)` is missing, which `\(rule.key)` needs beside it")
                }
            }
            return true
        default: return true
        }
    }

    private mutating func holds(_ bound: SchemaBound, _ limit: JSONValue, _ node: Int, _ value: JSONValue) -> Bool {
        guard value.double != nil else { return true }
        let (isWithin, words) =
            switch bound {
            case .minimum: (!Self.isLess(value, limit), "at least")
            case .maximum: (!Self.isLess(limit, value), "at most")
            case .exclusiveMinimum: (Self.isLess(limit, value), "above")
            case .exclusiveMaximum: (Self.isLess(value, limit), "below")
            }
        return isWithin
            || fail(node, bound.rawValue, "expected a number \(words) \(limit.text), found \(value.text)")
    }

    /// Holds a count against `min…` and `max…`.
    private mutating func holds(
        _ range: ClosedRange<Int>, _ count: Int, _ node: Int, _ suffix: String, _ unit: String
    ) -> Bool {
        if count < range.lowerBound {
            return fail(node, "min" + suffix, "\(count) \(unit), wanted at least \(range.lowerBound)")
        }
        return count <= range.upperBound
            || fail(node, "max" + suffix, "\(count) \(unit), wanted at most \(range.upperBound)")
    }

    /// Exact also where an integer has more digits than a double.
    private static func isLess(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): return left < right
        case (.integer(let left), .number(let right)): return isLess(left, right)
        case (.number(let left), .integer(let right)):
            return left != Double(right) ? left < Double(right) : isLess(-right, -left)
        default: return (left.double ?? 0) < (right.double ?? 0)
        }
    }

    private static func isLess(_ left: Int64, _ right: Double) -> Bool {
        let rounded = Double(left)
        if rounded != right { return rounded < right }
        // Equal as doubles, so the double is whole: it is compared as an integer, or lies just beyond them.
        return Int64(exactly: right).map { left < $0 } ?? (right > 0)
    }

    private static func shown(_ value: JSONValue) -> String {
        let text = value.text
        return text.unicodeScalars.count <= 40 ? text : String(text.unicodeScalars.prefix(40)) + "…"
    }
}
