package import Evaluation

/// The kinds of grader that ask no model.
///
/// To add one: a file like `Measures/LengthGrader.swift`, and its name in the list beside it.
package enum GraderCatalogue {
    /// The kinds, in the order they are listed to people: family by family.
    package static let kinds: [GraderKind] =
        match + similarity + overlap + numeric + structure + retrieval + tools + measures + safety + aggregators

    /// Returns the kind called `name`, by its name or an alias; `-` and `_` are the same. Nil when there is none.
    package static func kind(named name: String) -> GraderKind? {
        let wanted = canonical(name)
        return kinds.first { kind in kind.name == wanted || kind.aliases.contains { canonical($0) == wanted } }
    }

    private static func canonical(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }
}
