package import Evaluation

/// The kinds of grader that ask no model.
///
/// To add one: a file like `Measures/LengthGrader.swift`, and its name in the list beside it.
package enum GraderCatalogue {
    /// The kinds, in the order they are listed to people: family by family.
    package static let kinds: [GraderKind] =
        match + similarity + overlap + numeric + structure + retrieval + tools + measures + safety + aggregators

    /// Returns the kind called `name`, by its name or an alias, in any spelling that `canonical` takes. Nil when there is
    /// none.
    package static func kind(named name: String) -> GraderKind? {
        let wanted = canonical(name)
        return kinds.first { kind in canonical(kind.name) == wanted || kind.aliases.contains { canonical($0) == wanted }
        }
    }

    /// The letters by which a kind is known: case, `-` and `_` make no difference, so that `json_diff`, promptfoo's
    /// `json-diff` and autoevals' `JSONDiff` are one name.
    package static func canonical(_ name: String) -> String {
        name.filter { $0 != "-" && $0 != "_" }.lowercased()
    }
}
