extension JSONPath {
    /// Returns `root` without the members and elements the path selects; a path that selects the root leaves `null`.
    package func removing(from root: JSONValue) -> JSONValue {
        var places: Set<[PathStep]> = []
        JSONPathPlaces(root: root, evaluator: JSONPathEvaluator(root: root)).collect(segments[...]) {
            places.insert($0)
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
    let root: JSONValue
    let evaluator: JSONPathEvaluator

    func collect(_ segments: ArraySlice<JSONPath.Segment>, _ body: ([PathStep]) -> Void) {
        visit(root, [], segments, body)
    }

    private func visit(
        _ value: JSONValue, _ place: [PathStep], _ segments: ArraySlice<JSONPath.Segment>,
        _ body: ([PathStep]) -> Void
    ) {
        guard let segment = segments.first else { return body(place) }
        for (step, child) in Self.children(of: value) {
            if segment.selectors.contains(where: { selects($0, step, child, in: value) }) {
                visit(child, place + [step], segments.dropFirst(), body)
            }
            if segment.descends { visit(child, place + [step], segments, body) }
        }
    }

    private static func children(of value: JSONValue) -> [(PathStep, JSONValue)] {
        switch value {
        case .array(let elements): elements.enumerated().map { (.element($0.offset), $0.element) }
        case .object(let object): object.members.enumerated().map { (.member($0.offset), $0.element.value) }
        default: []
        }
    }

    private func selects(_ selector: JSONPath.Selector, _ step: PathStep, _ child: JSONValue, in value: JSONValue)
        -> Bool
    {
        switch (selector, step) {
        case (.wildcard, _): true
        case (.filter(let filter), _): evaluator.holds(filter, child)
        case (.name(let name), .member(let index)):
            value.object.map { $0.members[index].key.hasSameBytes(as: name) } ?? false
        case (.index(let wanted), .element(let index)):
            JSONPathEvaluator.position(wanted, value.array?.count ?? 0) == index
        case (.slice(let start, let end, let stride), .element(let index)):
            JSONPathEvaluator.positions(start, end, stride, count: value.array?.count ?? 0).contains(index)
        default: false
        }
    }
}
