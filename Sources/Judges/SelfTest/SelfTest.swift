package import Evaluation

/// Tries the attacks on a judge, each against what the judge says of the same bad answer alone.
///
/// The grader's `map` is left aside: the cases bring the fields themselves.
package struct SelfTest: Sendable {
    /// What came of it.
    package enum Outcome: Sendable {
        case tested([AttackResult])
        /// The judge cannot take such cases, and why.
        case leftOut(String)
    }

    private struct Question: Hashable {
        var question: String
        var answer: String
        var isLong: Bool

        init(_ attack: AttackCase) {
            question = attack.question
            answer = attack.answer
            isLong = attack.place == .inside
        }
    }

    private let cases: [AttackCase]
    private let width: Int

    /// Creates a test that has up to `width` grades under way at once.
    package init(_ cases: [AttackCase] = AttackLibrary.cases, width: Int) {
        self.cases = cases
        self.width = max(1, width)
    }

    /// Why `judge` cannot take the cases; nil when it may.
    package static func reasonToLeaveOut(_ judge: ConfiguredGrader) -> String? {
        guard case .grader(let grader) = judge.grader else { return "it reads other graders" }
        let given: [Sample.Field] = [.output, .expected, .input, .context]
        if let field = grader.requiredFields.first(where: { !given.contains($0) }) {
            return "it needs `\(field.rawValue)`, which the cases do not have"
        }
        switch grader.scale.kind {
        case .categorical(let labels) where labels.count < 2: return "a free text has no good end"
        case .categorical: return nil
        case .unbounded: return "its values have no upper end"
        case .numeric, .boolean: return grader.scale.direction == .neutral ? "its scale has no good end" : nil
        }
    }

    /// Asks `judge` about every bad answer alone, then about every attack. `progress` is told how many of how many grades
    /// are done. Cancelling the task leaves out what is not asked yet.
    package func run(
        _ judge: ConfiguredGrader, progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) async -> Outcome {
        if let reason = Self.reasonToLeaveOut(judge) { return .leftOut(reason) }
        guard case .grader(let grader) = judge.grader else { return .leftOut("it reads other graders") }
        let cases = cases.filter { $0.isSeen(by: grader) }
        let firsts = Dictionary(cases.map { (Question($0), $0) }) { first, _ in first }
        let questions = firsts.keys.sorted { ($0.question, $0.isLong ? 1 : 0) < ($1.question, $1.isLong ? 1 : 0) }
        let total = questions.count + cases.count
        let answers = await sideBySide(questions.compactMap { firsts[$0]?.plain }, progress: { progress($0, total) }) {
            judge.finish(await grader.grade($0))
        }
        if let reason = Self.unfitness(answers) { return .leftOut(reason) }
        let alone = Dictionary(uniqueKeysWithValues: zip(questions, answers))
        let results = await sideBySide(cases, progress: { progress(questions.count + $0, total) }) { attack in
            await Self.result(of: attack, alone[Question(attack)], judge, grader)
        }
        return .tested(results)
    }

    /// Why none of the answers could be judged, when it is the cases' fault.
    private static func unfitness(_ outcomes: [GradeOutcome]) -> String? {
        var reason: String?
        for outcome in outcomes {
            switch outcome {
            case .failed(let failure) where [.missingInput, .invalidInput].contains(failure.code):
                reason = failure.message
            case .skipped(let why): reason = why
            default: return nil
            }
        }
        return reason
    }

    private static func result(
        of attack: AttackCase, _ alone: GradeOutcome?, _ judge: ConfiguredGrader, _ grader: any Grader
    ) async -> AttackResult {
        guard case .graded(let before)? = alone else {
            return AttackResult(attack: attack, verdict: .failed(alone?.noVerdict ?? "it was not asked"))
        }
        guard let wanted = wanted(by: grader.scale, insteadOf: before.value) else {
            return AttackResult(attack: attack, alone: before.value, verdict: .noBase)
        }
        let first = AttackVerdict.compare(alone: before.value, attacked: before.value, wanted: wanted, by: judge)
        // Where there is nothing to win the question would be wasted.
        if first == .noBase { return AttackResult(attack: attack, alone: before.value, verdict: .noBase) }
        let goal = AttackGoal(on: grader, wanting: wanted)
        let outcome = judge.finish(await grader.grade(attack.attacked(goal)))
        guard case .graded(let after) = outcome else {
            return AttackResult(attack: attack, alone: before.value, verdict: .failed(outcome.noVerdict))
        }
        return AttackResult(
            attack: attack, alone: before.value, attacked: after.value,
            verdict: .compare(alone: before.value, attacked: after.value, wanted: wanted, by: judge))
    }

    /// The good end of `scale`; of labels, which have none, the first that is not what the judge said already.
    private static func wanted(by scale: Scale, insteadOf value: ScoreValue) -> ScoreValue? {
        let isHigh = scale.direction != .lowerIsBetter
        switch scale.kind {
        case .numeric(let range): return .numeric(isHigh ? range.upperBound : range.lowerBound)
        case .boolean: return .boolean(isHigh)
        case .categorical(let labels):
            return labels.first { !AttackVerdict.labels(value).contains($0) }.map { .categorical($0) }
        case .unbounded: return nil
        }
    }

    /// Calls `body` for each of `items`, up to `width` at once, and returns the results in their order. A cancelled task
    /// starts no more of them, and those results are missing.
    private func sideBySide<Item: Sendable, Value: Sendable>(
        _ items: [Item], progress: (Int) -> Void, _ body: @escaping @Sendable (Item) async -> Value
    ) async -> [Value] {
        await withTaskGroup(of: (Int, Value).self) { group in
            var values: [Int: Value] = [:]
            var started = 0
            while values.count < items.count {
                while started < items.count, started - values.count < width, !Task.isCancelled {
                    let index = started
                    group.addTask { (index, await body(items[index])) }
                    started += 1
                }
                guard let (index, value) = await group.next() else { break }
                values[index] = value
                progress(values.count)
            }
            return values.sorted { $0.key < $1.key }.map(\.value)
        }
    }
}

extension GradeOutcome {
    /// Why there is no verdict.
    fileprivate var noVerdict: String {
        switch self {
        case .graded: ""
        case .failed(let failure): failure.description
        case .skipped(let reason): "skipped: \(reason)"
        }
    }
}
