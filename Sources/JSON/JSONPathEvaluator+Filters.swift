// Filters: comparisons follow RFC 9535, section 2.3.5.2.2, functions section 2.4.
extension JSONPathEvaluator {
    /// Whether `filter` is true of `current`, the value that `@` stands for.
    func holds(_ filter: JSONPath.Filter, _ current: JSONValue) -> Bool {
        switch filter {
        case .or(let terms): terms.contains { holds($0, current) }
        case .and(let terms): terms.allSatisfy { holds($0, current) }
        case .not(let inner): !holds(inner, current)
        case .exists(let query): !visit(query.isRelative ? current : root, query.segments[...]) { _ in false }
        case .compare(let left, let comparison, let right):
            Self.compare(result(of: left, current), comparison, result(of: right, current))
        case .matches(let text, let pattern): matches(text, pattern, current)
        }
    }

    /// The value of an expression; nil stands for the RFC's `Nothing`.
    private func result(of operand: JSONPath.Operand, _ current: JSONValue) -> JSONValue? {
        switch operand {
        case .literal(let value): return value
        case .singular(let isRelative, let steps): return Self.value(at: steps, in: isRelative ? current : root)
        case .length(let operand):
            switch result(of: operand, current) {
            case .string(let text): return .integer(Int64(text.unicodeScalars.count))
            case .array(let elements): return .integer(Int64(elements.count))
            case .object(let object): return .integer(Int64(object.count))
            default: return nil
            }
        case .count(let query):
            var count: Int64 = 0
            visit(query.isRelative ? current : root, query.segments[...]) { _ in
                count += 1
                return true
            }
            return .integer(count)
        case .value(let query):
            var values: [JSONValue] = []
            visit(query.isRelative ? current : root, query.segments[...]) { value in
                values.append(value)
                return values.count < 2
            }
            // No conditional expression: its `nil` would be the value `null`.
            guard values.count == 1 else { return nil }
            return values[0]
        }
    }

    private func matches(_ text: JSONPath.Operand, _ pattern: JSONPath.Pattern, _ current: JSONValue) -> Bool {
        guard case .string(let text) = result(of: text, current) else { return false }
        switch pattern {
        case .compiled(let matcher): return matcher?(text) ?? false
        case .computed(let operand, let whole, let compile):
            guard case .string(let pattern) = result(of: operand, current) else { return false }
            return patterns.matcher(pattern, whole: whole, compile)?(text) ?? false
        }
    }

    private static func compare(_ left: JSONValue?, _ comparison: JSONPath.Comparison, _ right: JSONValue?) -> Bool {
        switch comparison {
        case .equal: left == right
        case .notEqual: left != right
        case .less: isLess(left, right)
        case .lessOrEqual: isLess(left, right) || left == right
        case .greater: isLess(right, left)
        case .greaterOrEqual: isLess(right, left) || left == right
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
