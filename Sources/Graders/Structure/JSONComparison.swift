import JSON

/// Compares two JSON values under options and says where they first differ.
struct JSONComparison {
    /// Whether lists must have their elements in the same order.
    var comparesOrder = true
    /// Whether members that only the output has are left out.
    var ignoresExtraKeys = false
    /// How far two numbers may lie apart.
    var tolerance = 0.0

    private var work = 0
    /// Whether a difference is only found, not told.
    private var isQuiet = false
    private(set) var isGivenUp = false

    /// How many values are compared at most, which matters for lists without order.
    static let maximumWork = 1_000_000

    init(comparesOrder: Bool = true, ignoresExtraKeys: Bool = false, tolerance: Double = 0) {
        self.comparesOrder = comparesOrder
        self.ignoresExtraKeys = ignoresExtraKeys
        self.tolerance = tolerance
    }

    /// Returns where and how `output` first differs from `expected`; nil when it does not.
    ///
    /// After more than `maximumWork` comparisons `isGivenUp` is set and the answer means nothing.
    mutating func difference(_ output: JSONValue, _ expected: JSONValue, at pointer: String = "") -> String? {
        work += 1
        if work > Self.maximumWork { isGivenUp = true }
        if isGivenUp { return "given up" }
        switch (output, expected) {
        case (.object(let output), .object(let expected)): return difference(output, expected, at: pointer)
        case (.array(let output), .array(let expected)):
            guard output.count == expected.count else {
                return told("\(Self.place(pointer)): \(output.count) elements, expected \(expected.count)")
            }
            return comparesOrder
                ? orderedDifference(output, expected, at: pointer)
                : unorderedDifference(output, expected, at: pointer)
        default:
            if output == expected || areClose(output, expected) { return nil }
            return told(
                "\(Self.place(pointer)): found \(output.text.excerpt()), expected \(expected.text.excerpt())")
        }
    }

    private mutating func difference(_ output: JSONObject, _ expected: JSONObject, at pointer: String) -> String? {
        let found = JSONMembers(output)
        for (key, value) in expected.members {
            let inside = "\(pointer)/\(JSONPointer.escape(key))"
            // A member that is not there is not `null`.
            guard let other = found[key] else { return told("\(inside): missing") }
            if let difference = difference(other, value, at: inside) { return difference }
        }
        guard !ignoresExtraKeys, output.count > expected.count else { return nil }
        let known = JSONMembers(expected)
        let extra = output.keys.first { known[$0] == nil } ?? ""
        return "\(pointer)/\(JSONPointer.escape(extra)): not expected"
    }

    private mutating func orderedDifference(
        _ output: [JSONValue], _ expected: [JSONValue], at pointer: String
    ) -> String? {
        for index in output.indices {
            if let found = difference(output[index], expected[index], at: "\(pointer)/\(index)") { return found }
        }
        return nil
    }

    /// Every expected element needs an element of its own: a perfect matching, found by augmenting paths (Kuhn's
    /// algorithm). Taking the first that fits could leave another without one, since a tolerance is not transitive.
    private mutating func unorderedDifference(
        _ output: [JSONValue], _ expected: [JSONValue], at pointer: String
    ) -> String? {
        var owners = [Int?](repeating: nil, count: output.count)
        for index in expected.indices {
            let wasQuiet = isQuiet
            isQuiet = true
            let candidates = output.indices.filter { difference(output[$0], expected[index]) == nil }
            isQuiet = wasQuiet
            guard !isGivenUp else { return "given up" }
            matches.append(candidates)
            var visited = [Bool](repeating: false, count: output.count)
            let base = matches.count - 1 - index
            guard assign(index, base, &owners, &visited) else {
                matches.removeLast(index + 1)
                return told(
                    "\(Self.place(pointer)): no element for the expected \(expected[index].text.excerpt())")
            }
        }
        matches.removeLast(expected.count)
        return nil
    }

    /// For each expected element of the lists being compared the elements of the output that fit it; inner lists come
    /// last.
    private var matches: [[Int]] = []

    private func assign(_ index: Int, _ base: Int, _ owners: inout [Int?], _ visited: inout [Bool]) -> Bool {
        for candidate in matches[base + index] where !visited[candidate] {
            visited[candidate] = true
            if let owner = owners[candidate], !assign(owner, base, &owners, &visited) { continue }
            owners[candidate] = index
            return true
        }
        return false
    }

    private func areClose(_ left: JSONValue, _ right: JSONValue) -> Bool {
        guard tolerance > 0, let left = left.double, let right = right.double else { return false }
        return (left - right).magnitude <= tolerance
    }

    private func told(_ message: @autoclosure () -> String) -> String { isQuiet ? "" : message() }

    private static func place(_ pointer: String) -> String { pointer.isEmpty ? "(root)" : pointer }
}

/// The members of an object for many look-ups, keys being equal when their bytes are.
struct JSONMembers {
    private let values: [UTF8Key: JSONValue]

    init(_ object: JSONObject) {
        values = Dictionary(object.members.map { (UTF8Key($0.key), $0.value) }) { _, last in last }
    }

    subscript(key: String) -> JSONValue? { values[UTF8Key(key)] }
}
