package import JSON
import RegularExpressions

/// What the values of one field must be. Several demands must all hold.
package struct Matcher: Sendable {
    private enum Demand: Sendable {
        case any([JSONValue])
        case all([JSONValue])
        case none([JSONValue])
        case glob(String, GlobPattern)
        case regex(String, RegularExpression)
        case exists(Bool)
        case compare(Comparison, Double)
    }

    private enum Comparison: String, CaseIterable {
        case lt, lte, gt, gte

        func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .lt: left < right
            case .lte: left <= right
            case .gt: left > right
            case .gte: left >= right
            }
        }
    }

    private var demands: [Demand]

    /// Whether `values` (none when the field is absent) meet every demand.
    package func matches(_ values: [JSONValue]) -> Bool {
        demands.allSatisfy { Self.meets($0, values) }
    }

    private static func meets(_ demand: Demand, _ values: [JSONValue]) -> Bool {
        switch demand {
        case .any(let wanted): wanted.contains { values.contains($0, comparedAsText: true) }
        case .all(let wanted): wanted.allSatisfy { values.contains($0, comparedAsText: true) }
        case .none(let wanted): !wanted.contains { values.contains($0, comparedAsText: true) }
        case .glob(_, let pattern): values.contains { pattern.matches($0.plainText) }
        // A pattern that runs into its match limit has not matched.
        case .regex(_, let pattern): values.contains { (try? pattern.matches($0.plainText)) ?? false }
        case .exists(let wanted): values.isEmpty != wanted
        case .compare(let comparison, let bound):
            values.contains { number($0).map { comparison.holds($0, bound) } ?? false }
        }
    }

    /// Metadata often carries numbers as text, since Langfuse's SDKs write every value as a string.
    private static func number(_ value: JSONValue) -> Double? { value.double ?? value.string.flatMap { Double($0) } }

    /// The demands in words, for an event's fate.
    package var summary: String {
        demands.map { demand in
            switch demand {
            case .any(let values): "any of \(JSONValue.array(values).text)"
            case .all(let values): "all of \(JSONValue.array(values).text)"
            case .none(let values): "none of \(JSONValue.array(values).text)"
            case .glob(let pattern, _): "glob \(pattern)"
            case .regex(let pattern, _): "regex \(pattern)"
            case .exists(let wanted): wanted ? "anything" : "nothing"
            case .compare(let comparison, let bound): "\(comparison.rawValue) \(bound)"
            }
        }.joined(separator: " and ")
    }
}

extension Matcher {
    /// Reads a matcher: a scalar (that value), a list (any of them), or an object of `any`, `all`, `none`, `glob`,
    /// `regex`, `exists`, `lt`, `lte`, `gt`, `gte`.
    ///
    /// - Throws: `JSONReadError` at what makes no sense, e.g. a pattern that does not compile.
    package static func read(_ value: JSONValue, at pointer: String) throws(JSONReadError) -> Matcher {
        switch value {
        case .array(let values): return Matcher(demands: [.any(values)])
        case .object(let object):
            var reader = JSONReader(object, at: pointer)
            let matcher = try read(&reader)
            try reader.finish()
            return matcher
        default: return Matcher(demands: [.any([value])])
        }
    }

    private static func read(_ reader: inout JSONReader) throws(JSONReadError) -> Matcher {
        var demands: [Demand] = []
        if let values = try list(&reader, "any") { demands.append(.any(values)) }
        if let values = try list(&reader, "all") { demands.append(.all(values)) }
        if let values = try list(&reader, "none") { demands.append(.none(values)) }
        if let pattern = try reader.string("glob") { demands.append(.glob(pattern, GlobPattern(pattern))) }
        if let pattern = try reader.string("regex") {
            do {
                demands.append(.regex(pattern, try RegularExpression(pattern)))
            } catch {
                throw reader.error("regex", "the pattern does not compile: \(error)")
            }
        }
        if reader.value("exists") != nil { demands.append(.exists(try reader.bool("exists", default: true))) }
        for comparison in Comparison.allCases {
            guard let bound = try reader.number(comparison.rawValue) else { continue }
            demands.append(.compare(comparison, bound))
        }
        return Matcher(demands: demands)
    }

    private static func list(_ reader: inout JSONReader, _ key: String) throws(JSONReadError) -> [JSONValue]? {
        guard let value = reader.value(key) else { return nil }
        return value.array ?? [value]
    }
}

extension [JSONValue] {
    /// Whether one of the values is `wanted`; a number and its text count as the same, as metadata mixes them.
    fileprivate func contains(_ wanted: JSONValue, comparedAsText: Bool) -> Bool {
        let text = wanted.plainText
        return contains { $0 == wanted || (comparedAsText && $0.plainText.utf8.elementsEqual(text.utf8)) }
    }
}
