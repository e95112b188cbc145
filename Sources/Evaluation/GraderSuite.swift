package import PersonalData

/// The configured graders, and the order in which they depend on each other.
package struct GraderSuite: Sendable {
    /// Every grader in the order configured.
    package let graders: [ConfiguredGrader]
    private let byName: [String: ConfiguredGrader]

    /// Creates a suite. Names must be distinct and graders must not depend on each other in a ring; configuration checks
    /// both.
    package init(_ graders: [ConfiguredGrader]) {
        self.graders = graders
        byName = Dictionary(graders.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The grader called `name`.
    package subscript(name: String) -> ConfiguredGrader? { byName[name] }

    /// Returns a run of the graders called `names` and of those they depend on over `trace`, which asks them when told to.
    ///
    /// `settled` holds outcomes of an earlier attempt that need not be asked for again. A grader that fails stops no
    /// other, but those that are only asked when it has a certain result. None that waits for something outside sees data
    /// of the types `hidden`, and nothing of it is in the results either. `observe` is told of every outcome that was
    /// asked for here.
    package func run(
        on trace: Trace, with names: [String], settled: [String: GradeOutcome] = [:], hiding hidden: Set<PIIType> = [],
        observe: @escaping GraderRun.Observer = { _, _, _ in }
    ) -> GraderRun {
        GraderRun(of: self, on: trace, with: names, settled: settled, hiding: hidden, observe: observe)
    }

    /// Grades `trace` with the graders called `names` and with those they depend on; returns the results for `names`, in
    /// that order, then those of the others. The parameters are those of `run`.
    package func grade(
        _ trace: Trace, with names: [String], settled: [String: GradeOutcome] = [:], hiding hidden: Set<PIIType> = [],
        observe: @escaping GraderRun.Observer = { _, _, _ in }
    ) async -> [GraderResult] {
        let run = run(on: trace, with: names, settled: settled, hiding: hidden, observe: observe)
        await run.finish()
        return run.results
    }

    /// The named graders with everything they depend on, each after what it depends on.
    package func closure(of names: [String]) -> [ConfiguredGrader] {
        var ordered: [ConfiguredGrader] = []
        var seen: Set<String> = []
        func visit(_ name: String) {
            guard seen.insert(name).inserted, let grader = byName[name] else { return }
            grader.dependencies.forEach(visit)
            ordered.append(grader)
        }
        names.forEach(visit)
        return ordered
    }

    /// Those outcomes that are of `names`, with what their values have to be read by.
    func partOutcomes(of names: [String], from outcomes: [String: GradeOutcome]) -> [String: PartOutcome] {
        var parts: [String: PartOutcome] = [:]
        for name in names {
            guard let outcome = outcomes[name], let part = byName[name] else { continue }
            parts[name] = PartOutcome(outcome: outcome, scale: part.scale, threshold: part.threshold)
        }
        return parts
    }
}
