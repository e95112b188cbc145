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
    /// Arguments that are left out on both sides, by their dotted names.
    private let ignored: [GlobPattern]

    init(_ reader: inout JSONReader, mode: Mode, defaultsByTool: Bool = true) throws(JSONReadError) {
        self.mode = mode
        ignored = (try reader.strings("ignore") ?? []).map { GlobPattern($0) }
        defaults = try reader.optional("defaults", "an object", \.object) ?? [:]
        guard defaultsByTool else { return }
        for (tool, values) in defaults.members where values.object == nil {
            throw reader.error(
                "defaults", "the defaults of `\(tool)` must be an object of arguments, found \(values.kindName)")
        }
    }

    /// How far `called` is as `expected`, from 0 to 1; arguments that are not given on the expected side allow any.
    func similarity(_ called: JSONValue?, _ expected: JSONValue?, tool: String) -> Double {
        similarity(called, expected, defaults: defaults[tool]?.object ?? [:])
    }

    /// The same, `defaults` being of the one tool in question.
    func similarity(_ called: JSONValue?, _ expected: JSONValue?) -> Double {
        similarity(called, expected, defaults: defaults)
    }

    private func similarity(_ called: JSONValue?, _ expected: JSONValue?, defaults: JSONObject) -> Double {
        guard mode != .ignore, let expected else { return 1 }
        guard let wanted = expected.object, let given = (called ?? .object([:])).object else {
            return called == expected ? 1 : 0
        }
        let left = prepared(given, defaults: defaults)
        let right = prepared(wanted, defaults: defaults)
        switch mode {
        case .ignore: return 1
        case .exact: return left == right ? 1 : 0
        case .subset: return Self.contains(.object(left), .object(right)) ? 1 : 0
        case .similar: return Self.share(left, right)
        }
    }

    private func prepared(_ arguments: JSONObject, defaults: JSONObject) -> JSONObject {
        var arguments = arguments
        for (key, value) in defaults.members where arguments[key] == nil { arguments[key] = value }
        return ignored.isEmpty ? arguments : withoutIgnored(arguments, under: "")
    }

    private func withoutIgnored(_ arguments: JSONObject, under path: String) -> JSONObject {
        var kept: [(key: String, value: JSONValue)] = []
        for (key, value) in arguments.members {
            let name = path + key
            if ignored.contains(where: { $0.matches(name) }) { continue }
            kept.append((key, value.object.map { .object(withoutIgnored($0, under: name + ".")) } ?? value))
        }
        return JSONObject(uncheckedDistinct: kept)
    }

    /// Whether `given` has all that `wanted` has; in objects more is allowed, in lists not.
    private static func contains(_ given: JSONValue, _ wanted: JSONValue) -> Bool {
        guard let left = given.object, let right = wanted.object else { return given == wanted }
        return right.members.allSatisfy { member in left[member.key].map { contains($0, member.value) } ?? false }
    }

    /// The share of equal arguments among those of either; objects inside count by their own share.
    private static func share(_ left: JSONObject, _ right: JSONObject) -> Double {
        let total = left.count + right.members.count { left[$0.key] == nil }
        guard total > 0 else { return 1 }
        var sum = 0.0
        for (key, value) in right.members {
            guard let other = left[key] else { continue }
            if let inner = other.object, let wanted = value.object {
                sum += share(inner, wanted)
            } else if other == value {
                sum += 1
            }
        }
        return sum / Double(total)
    }
}
