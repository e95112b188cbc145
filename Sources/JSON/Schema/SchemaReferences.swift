/// Which schemas of a program apply which others to the same value.
struct SchemaReferences {
    /// For each node those it applies in place.
    private let targets: [[Int]]
    /// The nodes with a keyword that asks which children of a value others have looked at.
    private let askers: [Int]

    init(_ program: SchemaProgram) {
        var targets: [[Int]] = []
        var askers: [Int] = []
        for (index, node) in program.nodes.enumerated() {
            targets.append(node.keywords.flatMap { Self.targets(of: $0.rule) })
            if node.keywords.contains(where: { Self.asks($0.rule) }) { askers.append(index) }
        }
        self.targets = targets
        self.askers = askers
    }

    /// A node that leads back to itself without a step into the value (draft 2020-12, core, section 9.4.1); nil when
    /// there is none. Where `$dynamicRef` leads is known only when a value is there, so it closes no ring here.
    func nodeInRing() -> Int? {
        var isOpen = [Bool](repeating: false, count: targets.count)
        var isDone = isOpen
        for start in targets.indices where !isDone[start] {
            // A list, not recursion: references may form a chain as long as the schema.
            var path: [(node: Int, next: Int)] = [(start, 0)]
            isOpen[start] = true
            while let (node, next) = path.last {
                guard next < targets[node].count else {
                    isOpen[node] = false
                    isDone[node] = true
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let target = targets[node][next]
                if isOpen[target] { return target }
                if isDone[target] { continue }
                isOpen[target] = true
                path.append((target, 0))
            }
        }
        return nil
    }

    /// Marks the nodes whose view of a value's children is asked for: those that ask, and what they apply in place.
    func askForSeen(in program: inout SchemaProgram) {
        var open = askers
        for node in open { program.nodes[node].isAskedForSeen = true }
        while let node = open.popLast() {
            for target in targets[node] + dynamicTargets(of: program.nodes[node], in: program)
            where !program.nodes[target].isAskedForSeen {
                program.nodes[target].isAskedForSeen = true
                open.append(target)
            }
        }
    }

    private func dynamicTargets(of node: SchemaNode, in program: SchemaProgram) -> [Int] {
        node.keywords.flatMap { keyword -> [Int] in
            guard case .dynamicReference(let target, let anchor) = keyword.rule else { return [] }
            return [target] + program.dynamicAnchors.compactMap { $0[anchor] }
        }
    }

    private static func targets(of rule: SchemaRule) -> [Int] {
        switch rule {
        case .reference(let target), .not(let target): [target]
        case .allOf(let schemas), .anyOf(let schemas), .oneOf(let schemas): schemas
        case .conditional(let condition, let then, let otherwise): [condition] + [then, otherwise].compactMap(\.self)
        case .dependentSchemas(let rules): rules.map(\.schema)
        default: []
        }
    }

    private static func asks(_ rule: SchemaRule) -> Bool {
        switch rule {
        case .unevaluatedItems, .unevaluatedProperties: true
        default: false
        }
    }
}
