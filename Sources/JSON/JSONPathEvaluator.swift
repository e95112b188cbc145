/// Walks a JSON value along the segments of a path (RFC 9535, sections 2.3 and 2.5).
struct JSONPathEvaluator {
    let root: JSONValue
    let patterns = PatternCache()

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
        _ value: JSONValue, _ segments: ArraySlice<JSONPath.Segment>, _ body: (JSONValue) -> Bool
    ) -> Bool {
        guard let segment = segments.first else { return body(value) }
        let rest = segments.dropFirst()
        if segment.descends {
            return descend(value, segment.selectors) { visit($0, rest, body) }
        }
        return select(segment.selectors, value) { visit($0, rest, body) }
    }

    /// A value comes before the values inside it.
    private func descend(
        _ value: JSONValue, _ selectors: [JSONPath.Selector], _ body: (JSONValue) -> Bool
    ) -> Bool {
        select(selectors, value, body) && forEachChild(value) { descend($0, selectors, body) }
    }

    private func select(_ selectors: [JSONPath.Selector], _ value: JSONValue, _ body: (JSONValue) -> Bool) -> Bool {
        selectors.allSatisfy { select($0, value, body) }
    }

    private func select(_ selector: JSONPath.Selector, _ value: JSONValue, _ body: (JSONValue) -> Bool) -> Bool {
        switch selector {
        case .name(let name): return value[name].map(body) ?? true
        case .index(let index):
            guard let elements = value.array, let position = Self.position(index, elements.count) else { return true }
            return body(elements[position])
        case .slice(let start, let end, let step):
            guard let elements = value.array else { return true }
            return Self.positions(start, end, step, count: elements.count).allSatisfy { body(elements[$0]) }
        case .wildcard: return forEachChild(value, body)
        case .filter(let filter): return forEachChild(value) { holds(filter, $0) ? body($0) : true }
        }
    }

    private func forEachChild(_ value: JSONValue, _ body: (JSONValue) -> Bool) -> Bool {
        switch value {
        case .array(let elements): elements.allSatisfy(body)
        case .object(let object): object.members.allSatisfy { body($0.value) }
        default: true
        }
    }

    /// The place of `index`, which counts from the end when it is negative; nil outside the array.
    static func position(_ index: Int, _ count: Int) -> Int? {
        let position = index < 0 ? count + index : index
        return position >= 0 && position < count ? position : nil
    }

    /// The places a slice selects (RFC 9535, section 2.3.4.2.2).
    static func positions(_ start: Int?, _ end: Int?, _ step: Int, count: Int) -> StrideTo<Int> {
        func normalized(_ bound: Int) -> Int { bound < 0 ? count + bound : bound }
        if step > 0 {
            let lower = min(max(normalized(start ?? 0), 0), count)
            let upper = min(max(normalized(end ?? count), 0), count)
            return stride(from: lower, to: upper, by: step)
        }
        // A step of zero selects nothing.
        guard step < 0 else { return stride(from: 0, to: 0, by: 1) }
        let upper = min(max(start.map(normalized) ?? count - 1, -1), count - 1)
        let lower = min(max(end.map(normalized) ?? -1, -1), count - 1)
        return stride(from: upper, to: lower, by: step)
    }
}
