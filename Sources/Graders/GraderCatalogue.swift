package import Evaluation

/// The kinds of grader that need nothing but the sample.
///
/// To add one: a file like `LengthGrader.swift`, and its line here.
package enum GraderCatalogue {
    /// The kinds, in the order they are listed to people.
    package static let kinds: [GraderKind] =
        [ExactMatchGrader.kind]
        + ContainsGrader.kinds
        + [
            RegexGrader.kind, IsJSONGrader.kind, LevenshteinGrader.kind, NumericMatchGrader.kind, LengthGrader.kind,
            WeightedMean.kind,
        ]

    /// Returns the kind called `name`, by its name or an alias; `-` and `_` are the same. Nil when there is none.
    package static func kind(named name: String) -> GraderKind? {
        let wanted = canonical(name)
        return kinds.first { kind in kind.name == wanted || kind.aliases.contains { canonical($0) == wanted } }
    }

    private static func canonical(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }
}
