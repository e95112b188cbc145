import Evaluation
import JSON

extension GraderReader {
    /// Checks that the grader named in `only_if` exists, that nobody waits for himself, and that its results can be in
    /// the range.
    func checkPrerequisite(of grader: ConfiguredGrader, in suite: GraderSuite) throws(JSONReadError) {
        guard let prerequisite = grader.prerequisite else { return }
        let (name, pointer) = (prerequisite.grader, "\(prerequisite.pointer)/grader")
        guard let other = suite[name] else {
            let known = suite.graders.map(\.name)
            let hint = KeySuggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
            throw JSONReadError(pointer: pointer, message: "there is no grader called `\(name)`\(hint)")
        }
        guard name != grader.name else { throw JSONReadError(pointer: pointer, message: "`\(name)` waits for itself") }
        guard !reaches(grader.name, from: name, in: suite) else {
            throw JSONReadError(pointer: pointer, message: "`\(grader.name)` and `\(name)` wait for each other")
        }
        try prerequisite.validate(PartTraits(scale: other.scale, threshold: other.threshold))
    }

    /// Whether `start` depends on the grader `name`, by itself or by others.
    func reaches(_ name: String, from start: String, in suite: GraderSuite) -> Bool {
        var seen: Set<String> = []
        var open = [start]
        while let next = open.popLast() {
            if next == name { return true }
            guard seen.insert(next).inserted else { continue }
            open += suite[next]?.dependencies ?? []
        }
        return false
    }
}
