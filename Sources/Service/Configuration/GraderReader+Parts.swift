import Evaluation
import JSON

extension GraderReader {
    /// Checks that every part an aggregator reads exists, that no ring is formed, and that the parts' scales can be
    /// put together.
    func checkParts(of grader: ConfiguredGrader, in suite: GraderSuite) throws(JSONReadError) {
        guard case .aggregator(let aggregator) = grader.grader else { return }
        let known = suite.graders.map(\.name)
        var traits: [String: PartTraits] = [:]
        for part in aggregator.parts {
            guard let found = suite[part] else {
                let hint = KeySuggestion.nearest(to: part, among: known).map { "; did you mean `\($0)`?" } ?? ""
                throw aggregator.error(at: part, "there is no grader called `\(part)`\(hint)")
            }
            guard part != grader.name else { throw aggregator.error(at: part, "`\(part)` reads itself") }
            guard !reaches(grader.name, from: part, in: suite) else {
                throw aggregator.error(at: part, "`\(grader.name)` and `\(part)` read each other")
            }
            traits[part] = PartTraits(scale: found.scale, threshold: found.threshold)
        }
        try aggregator.validate(traits)
    }
}
