import Evaluation
import JSON

/// The arguments of a call, made ready to be compared with those of many others.
indirect enum PreparedArguments {
    /// Members in their order, with an index by name.
    case object([(name: UTF8Key, value: PreparedArguments)], index: [UTF8Key: Int])
    /// Anything else, with what comparing it costs.
    case value(JSONValue, cost: Int)

    /// Takes `members`, whose names are distinct.
    init(_ members: [(name: UTF8Key, value: PreparedArguments)]) {
        let places = members.enumerated().map { ($0.element.name, $0.offset) }
        self = .object(members, index: Dictionary(places) { first, _ in first })
    }

    /// Takes a value that is no object.
    init(_ value: JSONValue) { self = .value(value, cost: value.comparisonCost) }

    /// The member called `name` of an object.
    subscript(name: UTF8Key) -> PreparedArguments? {
        guard case .object(let members, let index) = self else { return nil }
        return index[name].map { members[$0].value }
    }

    /// Whether both are the same, objects in any order.
    func equals(_ other: Self, _ budget: inout ComparisonBudget) throws(GradeFailure) -> Bool {
        switch (self, other) {
        case (.value(let left, let cost), .value(let right, let otherCost)):
            try budget.spend(min(cost, otherCost))
            return left == right
        case (.object(let members, _), .object(let others, _)):
            guard members.count == others.count else { return false }
            return try has(all: others, &budget) { (value, wanted, budget) throws(GradeFailure) in
                try value.equals(wanted, &budget)
            }
        default: return false
        }
    }

    /// Whether this has all that `wanted` has; in objects more is allowed, in lists not.
    func contains(_ wanted: Self, _ budget: inout ComparisonBudget) throws(GradeFailure) -> Bool {
        guard case .object = self, case .object(let members, _) = wanted else { return try equals(wanted, &budget) }
        return try has(all: members, &budget) { (value, wanted, budget) throws(GradeFailure) in
            try value.contains(wanted, &budget)
        }
    }

    private func has(
        all members: [(name: UTF8Key, value: PreparedArguments)], _ budget: inout ComparisonBudget,
        _ fits: (Self, Self, inout ComparisonBudget) throws(GradeFailure) -> Bool
    ) throws(GradeFailure) -> Bool {
        for (name, wanted) in members {
            try budget.spend(1)
            guard let value = self[name], try fits(value, wanted, &budget) else { return false }
        }
        return true
    }

    /// The share of equal arguments among those of either; objects inside count by their own share.
    func share(_ wanted: Self, _ budget: inout ComparisonBudget) throws(GradeFailure) -> Double {
        guard case .object(let given, _) = self, case .object(let members, _) = wanted else {
            return try equals(wanted, &budget) ? 1 : 0
        }
        var total = given.count
        var sum = 0.0
        for (name, value) in members {
            try budget.spend(1)
            guard let other = self[name] else {
                total += 1
                continue
            }
            sum += try other.share(value, &budget)
        }
        return total == 0 ? 1 : sum / Double(total)
    }
}
