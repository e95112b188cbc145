import Evaluation
import JSON

/// Calls and those expected, each made ready once, and how far they agree pair by pair.
struct CallPairs {
    private struct Call {
        let name: UTF8Key
        /// Nil for an expected call that allows any.
        let arguments: PreparedArguments?
    }

    private let called: [Call]
    private let expected: [Call]
    private let comparison: ArgumentComparison
    private var budget = ComparisonBudget()

    init(_ called: [ToolCall], _ expected: [ToolCall], _ comparison: ArgumentComparison) throws(GradeFailure) {
        self.comparison = comparison
        self.called = try Self.prepared(called, comparison, &budget) { $0.arguments ?? .object([:]) }
        self.expected = try Self.prepared(expected, comparison, &budget, \.arguments)
    }

    private static func prepared(
        _ calls: [ToolCall], _ comparison: ArgumentComparison, _ budget: inout ComparisonBudget,
        _ arguments: (ToolCall) -> JSONValue?
    ) throws(GradeFailure) -> [Call] {
        var prepared: [Call] = []
        for call in calls {
            let arguments = comparison.mode == .ignore ? .none : arguments(call)
            let ready = try arguments.map { (arguments) throws(GradeFailure) in
                try comparison.prepared(arguments, tool: call.name, &budget)
            }
            prepared.append(Call(name: UTF8Key(call.name), arguments: ready))
        }
        return prepared
    }

    /// The greatest sum of agreements over pairs of an expected call and a call. Only calls of one name agree at all, so
    /// each name is paired by itself.
    mutating func greatestSum() throws(GradeFailure) -> Double {
        let calls = Dictionary(grouping: called, by: \.name)
        var names: [UTF8Key] = []
        var wanted: [UTF8Key: [Call]] = [:]
        for call in expected {
            if wanted[call.name] == nil { names.append(call.name) }
            wanted[call.name, default: []].append(call)
        }
        var sum = 0.0
        for name in names {
            guard let given = calls[name], let wanted = wanted[name] else { continue }
            sum += OptimalAssignment.greatestSum(try weights(given, wanted))
        }
        return sum
    }

    /// The agreement of each expected call, by row, with each call.
    mutating func weights() throws(GradeFailure) -> [[Double]] { try weights(called, expected) }

    /// Whether both sequences are the same.
    mutating func areTheSame() throws(GradeFailure) -> Bool {
        guard called.count == expected.count else { return false }
        for index in called.indices where try weight(called[index], expected[index]) != 1 { return false }
        return true
    }

    private mutating func weights(_ called: [Call], _ expected: [Call]) throws(GradeFailure) -> [[Double]] {
        var rows: [[Double]] = []
        for wanted in expected {
            var row: [Double] = []
            for call in called { row.append(try weight(call, wanted)) }
            rows.append(row)
        }
        return rows
    }

    private mutating func weight(_ called: Call, _ expected: Call) throws(GradeFailure) -> Double {
        guard called.name == expected.name else { return 0 }
        guard let given = called.arguments else { return 1 }
        return try comparison.similarity(given, expected.arguments, &budget)
    }
}
