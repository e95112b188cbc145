import JSON

/// What another grader must have said before a grader is asked: the parameter `only_if`.
package struct GraderPrerequisite: Sendable {
    /// What the other grader's result must be; all that is given must hold.
    package struct Range: Sendable, Equatable {
        /// The least value.
        package var atLeast: Double?
        /// The greatest value.
        package var atMost: Double?
        /// The values, of which it must be one.
        package var values: [ScoreValue]?
        /// Whether it must have passed, or must not have.
        package var passed: Bool?

        /// Creates a range that takes everything.
        package init() {}
    }

    /// What there is to do with a grader whose prerequisite was looked at.
    package enum Decision: Sendable, Equatable {
        /// It is asked.
        case ask
        /// It is not asked, and this is its outcome.
        case settled(GradeOutcome)
    }

    /// The name of the other grader.
    package var grader: String
    /// What its result must be.
    package var range: Range
    /// The JSON Pointer of the parameter.
    package var pointer: String

    /// Creates a prerequisite.
    package init(grader: String, range: Range, pointer: String = "") {
        self.grader = grader
        self.range = range
        self.pointer = pointer
    }

    /// Decides by the other grader's outcome. What it would have said is not known when it failed, so that then this one
    /// fails too, and may be tried again when that one may; when it was skipped, so is this one.
    package func decide(by part: PartOutcome?) -> Decision {
        guard let part else {
            return .settled(.failed(GradeFailure(code: .internal, message: "`only_if`: `\(grader)` was not run")))
        }
        switch part.outcome {
        case .graded(let grade):
            guard let mismatch = mismatch(grade.value, part.traits) else { return .ask }
            return .settled(.skipped("`only_if`: `\(grader)` is \(grade.value.json.text), \(mismatch)"))
        case .skipped: return .settled(.skipped("`only_if`: `\(grader)` was skipped"))
        case .failed(let failure):
            return .settled(
                .failed(
                    GradeFailure(
                        code: .partFailed, message: "`only_if`: `\(grader)` failed (\(failure.code.rawValue))",
                        retryAfter: failure.retryAfter, isTransient: failure.isTransient)))
        }
    }

    /// What the value falls short of; nil when all of the range holds.
    private func mismatch(_ value: ScoreValue, _ traits: PartTraits) -> String? {
        if let least = range.atLeast, !((value.number ?? -.infinity) >= least) {
            return "below \(JSONValue.number(least).text)"
        }
        if let most = range.atMost, !((value.number ?? .infinity) <= most) {
            return "above \(JSONValue.number(most).text)"
        }
        if let values = range.values, !Self.isOne(value, of: values, traits.scale) {
            return "not \(values.map(\.json.text).joined(separator: " or "))"
        }
        if let passed = range.passed, traits.scale.passes(value, threshold: traits.threshold) != passed {
            return passed ? "not passed" : "passed"
        }
        return nil
    }

    /// Whether `value` is one of `values`; several labels, which are joined to one value, are when one of them is.
    private static func isOne(_ value: ScoreValue, of values: [ScoreValue], _ scale: Scale) -> Bool {
        if values.contains(value) { return true }
        // A text is no list of labels, and a label may have a comma of its own.
        guard case .categorical(let text) = value, case .categorical(let labels) = scale.kind, !labels.isEmpty,
            !labels.contains(text)
        else { return false }
        let joined = text.split(separator: ", ").map(String.init)
        return joined.contains { values.contains(.categorical($0)) }
    }
}
