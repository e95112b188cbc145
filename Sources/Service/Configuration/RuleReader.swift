package import Evaluation
package import JSON
import PersonalData

/// Builds the rules from the `rules` section.
package enum RuleReader {
    /// Reads every rule; each grader named must be in `suite`.
    package static func read(_ readers: [JSONReader], suite: GraderSuite) throws(JSONReadError) -> [Rule] {
        var rules: [Rule] = []
        for reader in readers {
            let rule = try read(reader, suite: suite)
            guard !rules.contains(where: { $0.name == rule.name }) else {
                throw reader.error("name", "two rules are called `\(rule.name)`")
            }
            rules.append(rule)
        }
        return rules
    }

    private static func read(_ source: JSONReader, suite: GraderSuite) throws(JSONReadError) -> Rule {
        var reader = source
        let name = try reader.requiredString("name")
        var condition = Condition.always
        if let when = try reader.reader("when") { condition = try Condition.read(when) }
        let rate = try reader.number("sample", in: 0...1) ?? 1
        guard let graders = try reader.strings("graders"), !graders.isEmpty else { throw reader.missing("graders") }
        let hidden = try hidden(&reader)
        try reader.finish()
        let known = suite.graders.map(\.name)
        for (index, grader) in graders.enumerated() where suite[grader] == nil {
            let hint = KeySuggestion.nearest(to: grader, among: known).map { "; did you mean `\($0)`?" } ?? ""
            throw JSONReadError(
                pointer: "\(reader.path("graders"))/\(index)", message: "there is no grader called `\(grader)`\(hint)")
        }
        return Rule(name: name, condition: condition, sampleRate: rate, graders: graders, hiding: hidden)
    }

    /// Reads `redact`: `all`, or a list of types.
    private static func hidden(_ reader: inout JSONReader) throws(JSONReadError) -> Set<PIIType> {
        guard let names = try reader.strings("redact") else { return [] }
        if names == ["all"] { return Set(PIIType.allCases) }
        let known = PIIType.allCases.map(\.rawValue)
        var hidden: Set<PIIType> = []
        for (index, name) in names.enumerated() {
            guard let type = PIIType(rawValue: name) else {
                let hint = KeySuggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" }
                let list = "; known are \(known.joined(separator: ", ")), or `all` alone"
                throw JSONReadError(
                    pointer: reader.path("redact") + (reader.object["redact"]?.array == nil ? "" : "/\(index)"),
                    message: "unknown type `\(name)`\(hint ?? list)")
            }
            hidden.insert(type)
        }
        return hidden
    }
}
