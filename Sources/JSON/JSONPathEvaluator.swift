/// Walks a JSON value along the segments of a path (RFC 9535, sections 2.3 and 2.5).
struct JSONPathEvaluator {
    /// Called with each value selected; false ends the walk.
    typealias Body = (JSONValue) throws(JSONPathLimitError) -> Bool

    let root: JSONValue
    let work: JSONPathWork

    /// Returns the value at the end of `steps`; nil when a member or element on the way is not there.
    static func value(at steps: [JSONPath.Step], in root: JSONValue) -> JSONValue? {
        var current = root
        for step in steps {
            switch (step, current) {
            case (.name(let name), .object(let object)):
                guard let value = object[name] else { return nil }
                current = value
            case (.index(let index), .array(let elements)):
                guard let position = position(index, elements.count) else { return nil }
                current = elements[position]
            default: return nil
            }
        }
        return current
    }

    /// Calls `body` with each value that `segments` select from `value`, until it returns false; returns false then.
    @discardableResult
    func visit(
        _ value: JSONValue, _ segments: ArraySlice<JSONPath.Segment>, _ body: Body
    ) throws(JSONPathLimitError) -> Bool {
        guard let segment = segments.first else { return try body(value) }
        let rest = segments.dropFirst()
        if segment.descends {
            return try descend(value, segment.selectors) { (value) throws(JSONPathLimitError) in
                try visit(value, rest, body)
            }
        }
        return try select(segment.selectors, value) { (value) throws(JSONPathLimitError) in
            try visit(value, rest, body)
        }
    }

    /// A value comes before the values inside it.
    private func descend(
        _ value: JSONValue, _ selectors: [JSONPath.Selector], _ body: Body
    ) throws(JSONPathLimitError) -> Bool {
        guard try select(selectors, value, body) else { return false }
        return try forEachChild(value) { (child) throws(JSONPathLimitError) in try descend(child, selectors, body) }
    }

    private func select(
        _ selectors: [JSONPath.Selector], _ value: JSONValue, _ body: Body
    ) throws(JSONPathLimitError) -> Bool {
        for selector in selectors where try !select(selector, value, body) { return false }
        return true
    }

    private func select(
        _ selector: JSONPath.Selector, _ value: JSONValue, _ body: Body
    ) throws(JSONPathLimitError) -> Bool {
        switch selector {
        case .name(let name):
            try work.visit(Self.lookUpCost(value))
            return try value[name].map { (value) throws(JSONPathLimitError) in try body(value) } ?? true
        case .index(let index):
            guard let elements = value.array, let position = Self.position(index, elements.count) else { return true }
            try work.visit()
            return try body(elements[position])
        case .slice(let start, let end, let step):
            guard let elements = value.array else { return true }
            let slice = JSONPathSlice(start, end, step, count: elements.count)
            for position in slice.positions {
                try work.visit()
                guard try body(elements[position]) else { return false }
            }
            return true
        case .wildcard: return try forEachChild(value, body)
        case .filter(let filter):
            return try forEachChild(value) { (child) throws(JSONPathLimitError) in
                try holds(filter, child) ? try body(child) : true
            }
        }
    }

    private func forEachChild(_ value: JSONValue, _ body: Body) throws(JSONPathLimitError) -> Bool {
        switch value {
        case .array(let elements):
            for element in elements {
                try work.visit()
                guard try body(element) else { return false }
            }
        case .object(let object):
            for member in object.members {
                try work.visit()
                guard try body(member.value) else { return false }
            }
        default: break
        }
        return true
    }

    /// What finding a member costs: objects are searched from their first member on, much faster than values are visited.
    static func lookUpCost(_ value: JSONValue) -> Int { 1 + (value.object?.count ?? 0) / 32 }

    /// The place of `index`, which counts from the end when it is negative; nil outside the array.
    static func position(_ index: Int, _ count: Int) -> Int? {
        let position = index < 0 ? count + index : index
        return position >= 0 && position < count ? position : nil
    }
}
