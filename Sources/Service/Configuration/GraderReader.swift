package import Evaluation
import Graders
package import JSON

/// Builds the configured graders from the `graders` section.
package struct GraderReader: Sendable {
    private let kinds: [String: GraderKind]
    private let kindNames: [String]
    /// The names and aliases as they are documented.
    private let spellings: [String]
    private let modelNames: [String]

    /// Creates a reader that knows `kinds`.
    package init(kinds: [GraderKind], modelNames: [String]) {
        var table: [String: GraderKind] = [:]
        for kind in kinds {
            for name in [kind.name] + kind.aliases { table[Self.canonical(name)] = kind }
        }
        self.kinds = table
        kindNames = kinds.map(\.name)
        spellings = kinds.flatMap { [$0.name] + $0.aliases }
        self.modelNames = modelNames
    }

    /// Reads every grader, then checks what only shows in the whole: names, parts, rings.
    package func read(_ readers: [JSONReader]) throws(JSONReadError) -> GraderSuite {
        var graders: [(ConfiguredGrader, JSONReader)] = []
        for reader in readers { graders.append((try read(reader), reader)) }
        try refuseRepeatedNames(graders)
        try refuseTakenStatusNames(graders)
        let suite = GraderSuite(graders.map(\.0))
        for (grader, _) in graders {
            try checkParts(of: grader, in: suite)
            try checkPrerequisite(of: grader, in: suite)
        }
        return suite
    }

    private func read(_ source: JSONReader) throws(JSONReadError) -> ConfiguredGrader {
        var reader = source
        let name = try reader.requiredString("name")
        guard !name.isEmpty else { throw reader.error("name", "a grader needs a name") }
        let kind = try kind(&reader)
        let built = try make(kind, name: name, &reader)
        var grader = ConfiguredGrader(name: name, kind: kind.name, grader: built)
        grader.scoreName = try reader.string("score_name") ?? name
        grader.mapping = try mapping(&reader)
        grader.threshold = try reader.number("threshold")
        grader.invert = try reader.bool("invert", default: false)
        grader.scoreConfigID = try reader.string("score_config")
        grader.prerequisite = try GraderPrerequisite(from: &reader)
        grader.writesStatus = try writesStatus(built, &reader)
        try reader.finish()
        try refuseSenselessOptions(grader, reader)
        return grader
    }

    private func make(
        _ kind: GraderKind, name: String, _ reader: inout JSONReader
    ) throws(JSONReadError) -> BuiltGrader {
        do throws(JSONReadError) {
            return try kind.make(&reader, GraderResources(graderName: name, modelNames: modelNames))
        } catch {
            throw misspelling(in: reader, of: kind) ?? error
        }
    }

    /// The first key that neither the kind nor every grader knows: it says better than the kind can why another is missing.
    private func misspelling(in reader: JSONReader, of kind: GraderKind) -> JSONReadError? {
        let known = kind.parameters.map(\.name) + Self.commonKeys
        guard let key = reader.object.keys.first(where: { !known.contains($0) }) else { return nil }
        let hint = KeySuggestion.nearest(to: key, among: known).map { "; did you mean `\($0)`?" } ?? ""
        return reader.error(key, "unknown key `\(key)`\(hint)")
    }

    private static let commonKeys = commonParameters.map(\.name) + ["type"]

    private func kind(_ reader: inout JSONReader) throws(JSONReadError) -> GraderKind {
        // `type` is what OpenAI's graders and promptfoo's assertions call it.
        let key = reader.object["kind"] == nil && reader.object["type"] != nil ? "type" : "kind"
        let name = try reader.requiredString(key)
        if let kind = kinds[Self.canonical(name)] { return kind }
        let hint = KeySuggestion.nearest(to: name, among: spellings).map { "; did you mean `\($0)`?" }
        throw reader.error(key, "unknown kind `\(name)`" + (hint ?? "; known are \(kindNames.joined(separator: ", "))"))
    }

    /// A name as kinds are known by: the spellings of others mean the same.
    static func canonical(_ name: String) -> String { GraderCatalogue.canonical(name) }

    private func mapping(_ reader: inout JSONReader) throws(JSONReadError) -> InputMapping {
        guard var map = try reader.reader("map") else { return .standard }
        var paths: [Sample.Field: JSONPath] = [:]
        for field in Sample.Field.allCases {
            guard let text = try map.string(field.rawValue) else { continue }
            paths[field] = try JSONPathPatterns.path(text, at: field.rawValue, of: map)
        }
        try map.finish()
        return InputMapping(paths: paths)
    }

    private func refuseSenselessOptions(_ grader: ConfiguredGrader, _ reader: JSONReader) throws(JSONReadError) {
        switch grader.grader.scale.kind {
        case .categorical where grader.invert:
            throw reader.error("invert", "a categorical grader has no order to invert")
        case .categorical where grader.threshold != nil:
            throw reader.error("threshold", "a categorical grader has no order to set a threshold on")
        case .unbounded where grader.invert:
            throw reader.error("invert", "the values of this grader have no upper bound to invert at")
        default: break
        }
        guard let threshold = grader.threshold, let range = Self.range(of: grader.grader.scale) else { return }
        guard range.contains(threshold) else {
            let bounds = [range.lowerBound, range.upperBound, threshold].map { JSONValue.number($0).text }
            throw reader.error(
                "threshold", "this grader's values go from \(bounds[0]) to \(bounds[1]), found \(bounds[2])")
        }
    }

    /// The values a threshold can tell apart; nil where there is no end of them.
    private static func range(of scale: Scale) -> ClosedRange<Double>? {
        switch scale.kind {
        case .numeric(let range): range
        case .boolean: 0...1
        case .unbounded, .categorical: nil
        }
    }

    private func refuseRepeatedNames(_ graders: [(ConfiguredGrader, JSONReader)]) throws(JSONReadError) {
        var names: Set<String> = []
        var scoreNames: [String: String] = [:]
        for (grader, reader) in graders {
            guard names.insert(grader.name).inserted else {
                throw reader.error("name", "two graders are called `\(grader.name)`")
            }
            for scoreName in grader.scoreNames {
                guard let other = scoreNames.updateValue(grader.name, forKey: scoreName) else { continue }
                throw reader.error(
                    reader.object["score_name"] == nil ? "name" : "score_name",
                    "graders `\(other)` and `\(grader.name)` would both write the score `\(scoreName)`; "
                        + "give one of them another `score_name`")
            }
        }
    }
}
