// Filters: comparisons follow RFC 9535, section 2.3.5.2.2, functions section 2.4.
extension JSONPathEvaluator {
    /// Whether `filter` is true of `current`, the value that `@` stands for.
    func holds(_ filter: JSONPath.Filter, _ current: JSONValue) throws(JSONPathLimitError) -> Bool {
        switch filter {
        case .or(let terms):
            for term in terms where try holds(term, current) { return true }
            return false
        case .and(let terms):
            for term in terms where try !holds(term, current) { return false }
            return true
        case .not(let inner): return try !holds(inner, current)
        case .exists(let query):
            return try !visit(query.isRelative ? current : root, query.segments[...]) { _ in false }
        case .compare(let left, let comparison, let right):
            return try compare(result(of: left, current), comparison, result(of: right, current))
        case .matches(let text, let pattern): return try matches(text, pattern, current)
        }
    }

    /// The value of an expression; nil stands for the RFC's `Nothing`.
    private func result(
        of operand: JSONPath.Operand, _ current: JSONValue
    ) throws(JSONPathLimitError) -> JSONValue? {
        switch operand {
        case .literal(let value): return value
        case .singular(let isRelative, let steps): return try value(at: steps, from: isRelative ? current : root)
        case .length(let operand): return try length(of: result(of: operand, current))
        case .count(let query):
            var count: Int64 = 0
            try visit(query.isRelative ? current : root, query.segments[...]) { _ in
                count += 1
                return true
            }
            return .integer(count)
        case .value(let query):
            var values: [JSONValue] = []
            try visit(query.isRelative ? current : root, query.segments[...]) { value in
                values.append(value)
                return values.count < 2
            }
            // No conditional expression: its `nil` would be the value `null`.
            guard values.count == 1 else { return nil }
            return values[0]
        }
    }

    private func value(at steps: [JSONPath.Step], from start: JSONValue) throws(JSONPathLimitError) -> JSONValue? {
        var current = start
        for step in steps {
            try work.visit(Self.lookUpCost(current))
            guard let next = Self.value(at: [step], in: current) else { return nil }
            current = next
        }
        return current
    }

    private func length(of value: JSONValue?) throws(JSONPathLimitError) -> JSONValue? {
        switch value {
        case .string(let text):
            try work.visit(JSONValue.string(text).comparisonCost)
            return .integer(Int64(text.unicodeScalars.count))
        case .array(let elements): return .integer(Int64(elements.count))
        case .object(let object): return .integer(Int64(object.count))
        default: return nil
        }
    }

    private func matches(
        _ text: JSONPath.Operand, _ pattern: JSONPath.Pattern, _ current: JSONValue
    ) throws(JSONPathLimitError) -> Bool {
        guard case .string(let text) = try result(of: text, current) else { return false }
        switch pattern {
        case .compiled(let pattern):
            guard let pattern else { return false }
            return try work.matches(text, pattern)
        case .computed(let operand, let whole, let compile):
            guard case .string(let pattern) = try result(of: operand, current) else { return false }
            return try work.matches(text, pattern, whole: whole, compile)
        }
    }

    private func compare(
        _ left: JSONValue?, _ comparison: JSONPath.Comparison, _ right: JSONValue?
    ) throws(JSONPathLimitError) -> Bool {
        if let left, let right { try work.visit(min(left.comparisonCost, right.comparisonCost)) }
        return switch comparison {
        case .equal: left == right
        case .notEqual: left != right
        case .less: Self.isLess(left, right)
        case .lessOrEqual: Self.isLess(left, right) || left == right
        case .greater: Self.isLess(right, left)
        case .greaterOrEqual: Self.isLess(right, left) || left == right
        }
    }

    /// Only numbers and strings have an order; strings go by their code points.
    private static func isLess(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): return left < right
        // The order of UTF-8 bytes is the order of code points.
        case (.string(let left), .string(let right)): return left.utf8.lexicographicallyPrecedes(right.utf8)
        default:
            guard let left = left?.double, let right = right?.double else { return false }
            return left < right
        }
    }
}
