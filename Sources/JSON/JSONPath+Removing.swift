extension JSONPath {
    /// Returns `root` without the members and elements the path selects; a path that selects the root leaves `null`.
    ///
    /// - Throws: `JSONPathLimitError` when the path costs too much over this value.
    package func removing(from root: JSONValue) throws(JSONPathLimitError) -> JSONValue {
        try removing(from: root, JSONPathWork())
    }

    func removing(from root: JSONValue, _ work: JSONPathWork) throws(JSONPathLimitError) -> JSONValue {
        var places: Set<[PathStep]> = []
        let finder = JSONPathPlaces(root: root, evaluator: JSONPathEvaluator(root: root, work: work))
        try finder.collect(segments[...]) { (place) throws(JSONPathLimitError) in
            try work.select()
            places.insert(place)
        }
        return places.isEmpty ? root : Self.copy(root, at: [], without: places) ?? .null
    }

    private static func copy(_ value: JSONValue, at place: [PathStep], without places: Set<[PathStep]>) -> JSONValue? {
        if places.contains(place) { return nil }
        switch value {
        case .array(let elements):
            var kept: [JSONValue] = []
            for (index, element) in elements.enumerated() {
                if let element = copy(element, at: place + [.element(index)], without: places) { kept.append(element) }
            }
            return .array(kept)
        case .object(let object):
            var kept: [(key: String, value: JSONValue)] = []
            for (index, member) in object.members.enumerated() {
                if let value = copy(member.value, at: place + [.member(index)], without: places) {
                    kept.append((member.key, value))
                }
            }
            return .object(JSONObject(uncheckedDistinct: kept))
        default: return value
        }
    }
}

/// A step from a value to one inside it, members by their place.
enum PathStep: Hashable {
    case element(Int)
    case member(Int)
}

/// Finds where the values lie that a path selects.
struct JSONPathPlaces {
    typealias Body = ([PathStep]) throws(JSONPathLimitError) -> Void

    let root: JSONValue
    let evaluator: JSONPathEvaluator

    func collect(_ segments: ArraySlice<JSONPath.Segment>, _ body: Body) throws(JSONPathLimitError) {
        try visit(root, [], segments, body)
    }

    private func visit(
        _ value: JSONValue, _ place: [PathStep], _ segments: ArraySlice<JSONPath.Segment>, _ body: Body
    ) throws(JSONPathLimitError) {
        guard let segment = segments.first else { return try body(place) }
        let selectors = segment.selectors.map { Placed($0, in: value) }
        for (step, child) in Self.children(of: value) {
            try evaluator.work.visit(selectors.count)
            if try isSelected(child, step, selectors, in: value) {
                try visit(child, place + [step], segments.dropFirst(), body)
            }
            if segment.descends { try visit(child, place + [step], segments, body) }
        }
    }

    private static func children(of value: JSONValue) -> [(PathStep, JSONValue)] {
        switch value {
        case .array(let elements): elements.enumerated().map { (.element($0.offset), $0.element) }
        case .object(let object): object.members.enumerated().map { (.member($0.offset), $0.element.value) }
        default: []
        }
    }

    /// A selector with what it means for one value.
    private enum Placed {
        case all, none
        case name(String)
        case index(Int)
        case slice(JSONPathSlice)
        case filter(JSONPath.Filter)

        init(_ selector: JSONPath.Selector, in value: JSONValue) {
            let count = value.array?.count ?? 0
            switch selector {
            case .wildcard: self = .all
            case .filter(let filter): self = .filter(filter)
            case .name(let name): self = .name(name)
            case .index(let index): self = JSONPathEvaluator.position(index, count).map { .index($0) } ?? .none
            case .slice(let start, let end, let step): self = .slice(JSONPathSlice(start, end, step, count: count))
            }
        }
    }

    private func isSelected(
        _ child: JSONValue, _ step: PathStep, _ selectors: [Placed], in value: JSONValue
    ) throws(JSONPathLimitError) -> Bool {
        for selector in selectors {
            let isSelected =
                switch (selector, step) {
                case (.all, _): true
                case (.filter(let filter), _): try evaluator.holds(filter, child)
                case (.name(let name), .member(let index)):
                    value.object.map { $0.members[index].key.hasSameBytes(as: name) } ?? false
                case (.index(let wanted), .element(let index)): wanted == index
                case (.slice(let slice), .element(let index)): slice.contains(index)
                default: false
                }
            if isSelected { return true }
        }
        return false
    }
}
