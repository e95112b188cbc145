extension GraderSuite {
    /// `outcome` of the grader called `name`, a verdict with the share of the traces in which there is one: its own, and
    /// that of the graders without whose verdicts, among `outcomes`, there would be none. All shares come from one draw, so
    /// that the smallest holds.
    func withSampleRate(
        _ outcome: GradeOutcome, of name: String, given outcomes: [String: GradeOutcome]
    ) -> GradeOutcome {
        guard case .graded(var grade) = outcome, let grader = self[name] else { return outcome }
        var rates = [grade.sampleRate]
        if let prerequisite = grader.prerequisite { rates.append(outcomes[prerequisite.grader]?.sampleRate) }
        if case .aggregator(let aggregator) = grader.grader {
            rates.append(sampleRate(of: aggregator, given: partOutcomes(of: aggregator.parts, from: outcomes)))
        }
        grade.sampleRate = rates.compactMap(\.self).min()
        return .graded(grade)
    }

    /// The share of the traces in which there are enough of the `parts` for an aggregate; nil when none has a share.
    private func sampleRate(of aggregator: any Aggregator, given parts: [String: PartOutcome]) -> Double? {
        let rates = Set(parts.values.compactMap(\.outcome.sampleRate)).sorted()
        guard !rates.isEmpty else { return nil }
        var left = parts
        for rate in rates where rate < 1 {
            // Just outside this share those with a smaller one are gone as well.
            for (name, part) in parts where part.outcome.sampleRate == rate {
                left[name]?.outcome = .skipped("left out")
            }
            guard case .graded = aggregator.aggregate(left) else { return rate }
        }
        return 1
    }
}

extension GradeOutcome {
    /// The share of the traces in which there is this verdict; nil where nothing but the rules decides.
    fileprivate var sampleRate: Double? { if case .graded(let grade) = self { grade.sampleRate } else { nil } }
}
