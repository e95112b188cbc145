import Evaluation
import JSON
import RegularExpressions

/// Compares the arguments of a tool call with those expected.
struct ArgumentComparison: Sendable {
    /// Which arguments have to be the same.
    enum Mode: String, CaseIterable {
        /// None.
        case ignore
        /// Those expected; the call may have more.
        case subset
        /// All of them, and no more.
        case exact
        /// As many as possible: the share of equal ones among those of either.
        case similar
    }

    let mode: Mode
    /// The value of an argument that a call leaves out, by tool and argument.
    private let defaults: JSONObject
    private let defaultsByTool: Bool
    /// Arguments of every tool that are left out on both sides, by their dotted names.
    private let ignored: [GlobPattern]
    /// Arguments left out of one tool.
    private let ignoredByTool: [UTF8Key: [GlobPattern]]

    /// Reads `ignore` and `defaults`, which are for one tool unless `byTool` is set.
    init(_ reader: inout JSONReader, mode: Mode, byTool: Bool = true) throws(JSONReadError) {
        self.mode = mode
        defaultsByTool = byTool
        if byTool, reader.object["ignore"]?.object != nil {
            ignored = []
            ignoredByTool = try Self.ignoredByTool(&reader)
        } else {
            ignored = (try reader.strings("ignore") ?? []).map { GlobPattern($0) }
            ignoredByTool = [:]
        }
        defaults = try reader.optional("defaults", "an object", \.object) ?? [:]
        guard byTool else { return }
        for (tool, values) in defaults.members where values.object == nil {
            throw reader.error(
                "defaults", "the defaults of `\(tool)` must be an object of arguments, found \(values.kindName)")
        }
    }

    private static func ignoredByTool(_ reader: inout JSONReader) throws(JSONReadError) -> [UTF8Key: [GlobPattern]] {
        var ignored: [UTF8Key: [GlobPattern]] = [:]
        guard var tools = try reader.reader("ignore") else { return [:] }
        for tool in tools.object.keys {
            ignored[UTF8Key(tool)] = (try tools.strings(tool) ?? []).map { GlobPattern($0) }
        }
        return ignored
    }

    /// Makes the arguments of a call of `tool` ready; none at all are an empty object.
    func prepared(
        _ arguments: JSONValue?, tool: String, _ budget: inout ComparisonBudget
    ) throws(GradeFailure) -> PreparedArguments {
        let arguments = arguments ?? .object([:])
        guard let object = arguments.object else { return PreparedArguments(arguments) }
        let defaults = defaultsByTool ? defaults[tool]?.object ?? [:] : defaults
        let patterns = ignored + (ignoredByTool[UTF8Key(tool)] ?? [])
        return try prepared(withDefaults(object, defaults), patterns, under: "", &budget)
    }

    /// How far `called` is as `expected`, from 0 to 1; arguments that are not given on the expected side allow any.
    func similarity(
        _ called: PreparedArguments, _ expected: PreparedArguments?, _ budget: inout ComparisonBudget
    ) throws(GradeFailure) -> Double {
        guard mode != .ignore, let expected else { return 1 }
        try budget.spend(1)
        switch mode {
        case .ignore: return 1
        case .exact: return try called.equals(expected, &budget) ? 1 : 0
        case .subset: return try called.contains(expected, &budget) ? 1 : 0
        case .similar: return try called.share(expected, &budget)
        }
    }

    private func withDefaults(_ arguments: JSONObject, _ defaults: JSONObject) -> JSONObject {
        guard !defaults.isEmpty else { return arguments }
        let given = JSONMembers(arguments)
        let missing = defaults.members.filter { given[$0.key] == nil }
        return JSONObject(uncheckedDistinct: arguments.members + missing)
    }

    private func prepared(
        _ arguments: JSONObject, _ patterns: [GlobPattern], under path: String, _ budget: inout ComparisonBudget
    ) throws(GradeFailure) -> PreparedArguments {
        var kept: [(name: UTF8Key, value: PreparedArguments)] = []
        try budget.spend(arguments.count * (1 + patterns.count))
        for (key, value) in arguments.members {
            let name = path + key
            if patterns.contains(where: { $0.matches(name) }) { continue }
            let inner = try value.object.map { (object) throws(GradeFailure) in
                try prepared(object, patterns, under: name + ".", &budget)
            }
            kept.append((UTF8Key(key), inner ?? PreparedArguments(value)))
        }
        return PreparedArguments(kept)
    }
}
