import JSON

/// A grader with everything the configuration says of it.
package struct ConfiguredGrader: Sendable {
    /// The name rules and aggregators call it by.
    package var name: String
    /// The name its scores are written under.
    package var scoreName: String
    /// The kind, for display.
    package var kind: String
    /// The grader itself.
    package var grader: BuiltGrader
    /// Where its fields come from.
    package var mapping: InputMapping
    /// From which value on a sample has passed; nil leaves `passed` out.
    package var threshold: Double?
    /// Whether the value is turned round on its scale.
    package var invert: Bool
    /// The Langfuse score config its scores follow.
    package var scoreConfigID: String?
    /// What another grader must have said before this one is asked; nil when it is always asked.
    package var prerequisite: GraderPrerequisite?
    /// Whether a score of its own says what became of each grade: `on_failure: status`.
    package var writesStatus: Bool

    /// Creates a configured grader.
    package init(
        name: String, scoreName: String? = nil, kind: String, grader: BuiltGrader, mapping: InputMapping = .standard,
        threshold: Double? = nil, invert: Bool = false, scoreConfigID: String? = nil,
        prerequisite: GraderPrerequisite? = nil, writesStatus: Bool = false
    ) {
        self.name = name
        self.scoreName = scoreName ?? name
        self.kind = kind
        self.grader = grader
        self.mapping = mapping
        self.threshold = threshold
        self.invert = invert
        self.scoreConfigID = scoreConfigID
        self.prerequisite = prerequisite
        self.writesStatus = writesStatus
    }

    /// The name of the score that says what became of a grade.
    package var statusName: String { "\(scoreName).status" }

    /// The names of the graders that must have spoken before this one.
    package var dependencies: [String] {
        let parts = if case .aggregator(let aggregator) = grader { aggregator.parts } else { [String]() }
        return parts + [prerequisite?.grader].compactMap(\.self)
    }

    /// The names of the scores it may write: its own and those of its parts.
    package var scoreNames: [String] { [scoreName] + grader.partNames.map { "\(scoreName).\($0)" } }

    /// The scale of the values as they are written: inverting turns the good end round.
    package var scale: Scale {
        var scale = grader.scale
        guard invert else { return scale }
        switch scale.direction {
        case .higherIsBetter: scale.direction = .lowerIsBetter
        case .lowerIsBetter: scale.direction = .higherIsBetter
        case .neutral: break
        }
        return scale
    }

    /// Applies `invert` and `threshold` to an outcome. Failures and skips pass through untouched.
    package func finish(_ outcome: GradeOutcome) -> GradeOutcome {
        guard case .graded(var grade) = outcome else { return outcome }
        if invert { grade.value = inverted(grade.value) }
        if let threshold, let passed = scale.passes(grade.value, threshold: threshold) {
            grade.metadata["threshold"] = .number(threshold)
            grade.metadata["passed"] = .bool(passed)
        }
        return .graded(grade)
    }

    private func inverted(_ value: ScoreValue) -> ScoreValue {
        switch (value, grader.scale.kind) {
        case (.boolean(let flag), _): .boolean(!flag)
        case (.numeric(let number), .numeric(let range)): .numeric(range.upperBound + range.lowerBound - number)
        default: value
        }
    }
}
