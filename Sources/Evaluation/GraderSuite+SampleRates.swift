extension GraderSuite {
    /// `outcome` of the grader called `name`, a verdict with the share of the traces in which there is one: its own, and
    /// that of the graders without whose verdicts, among `outcomes`, there would be none. All shares come from one draw, so
    /// that the smallest holds.
    func withSampleRate(
        _ outcome: GradeOutcome, of name: String, given outcomes: [String: GradeOutcome]
    ) -> GradeOutcome {
        guard case .graded(var grade) = outcome, let grader = self[name] else { return outcome }
        // An aggregate has a share as soon as one of its parts has.
        guard grade.sampleRate != nil || grader.dependencies.contains(where: { outcomes[$0]?.sampleRate != nil })
        else { return outcome }
        let others = closure(of: grader.dependencies).compactMap { outcomes[$0.name]?.sampleRate }
        let rates = Set(others + [grade.sampleRate].compactMap(\.self)).filter { $0 < 1 }.sorted()
        let own = grade.sampleRate ?? 1
        grade.sampleRate = rates.first { own <= $0 || !isGraded(grader, outside: $0, given: outcomes) } ?? 1
        return .graded(grade)
    }

    /// Whether there is a verdict of `grader` just outside the share `rate` of the traces, where those with this share or
    /// a smaller one are gone: it is asked there, and when it is an aggregator there is enough left of its parts.
    private func isGraded(
        _ grader: ConfiguredGrader, outside rate: Double, given outcomes: [String: GradeOutcome]
    ) -> Bool {
        let left = parts(grader.dependencies, outside: rate, given: outcomes)
        if let prerequisite = grader.prerequisite, prerequisite.decide(by: left[prerequisite.grader]) != .ask {
            return false
        }
        guard case .aggregator(let aggregator) = grader.grader else { return true }
        if case .graded = aggregator.aggregate(left.filter { aggregator.parts.contains($0.key) }) { return true }
        return false
    }

    /// What the graders called `names` say just outside the share `rate` of the traces, with what it has to be read by.
    private func parts(
        _ names: [String], outside rate: Double, given outcomes: [String: GradeOutcome]
    ) -> [String: PartOutcome] {
        var left: [String: GradeOutcome] = [:]
        for name in names { left[name] = outcome(of: name, outside: rate, given: outcomes) }
        return partOutcomes(of: names, from: left)
    }

    /// What the grader called `name` says just outside the share `rate` of the traces; nil when it has not spoken. An
    /// aggregate that is there has another value when some of its parts are gone.
    private func outcome(
        of name: String, outside rate: Double, given outcomes: [String: GradeOutcome]
    ) -> GradeOutcome? {
        guard let outcome = outcomes[name], let own = outcome.sampleRate else { return outcomes[name] }
        if own <= rate { return .skipped("left out") }
        guard let grader = self[name], case .aggregator(let aggregator) = grader.grader else { return outcome }
        return grader.finish(aggregator.aggregate(parts(aggregator.parts, outside: rate, given: outcomes)))
    }
}

extension GradeOutcome {
    /// The share of the traces in which there is this verdict; nil where nothing but the rules decides.
    fileprivate var sampleRate: Double? { if case .graded(let grade) = self { grade.sampleRate } else { nil } }
}
