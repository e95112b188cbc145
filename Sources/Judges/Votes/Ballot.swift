import Evaluation
import JSON

/// The votes on one sample so far, and what they come to.
struct Ballot: Sendable {
    /// How votes are counted.
    struct Rules: Sendable {
        var rule: VoteRule
        var tie: TieRule
        /// How many votes there are in all.
        var count: Int
        /// How many of them must be verdicts.
        var minimumValid: Int
        /// Whether nobody is asked any more once the result is certain.
        var stopsEarly: Bool
        /// The scale of the values.
        var scale: Scale
    }

    /// One vote.
    struct Vote: Sendable {
        /// The name of the model asked.
        var model: String
        /// What came of it.
        var outcome: GradeOutcome
    }

    /// The votes, in the order asked.
    var votes: [Vote] = []
    let rules: Rules

    /// Starts without votes.
    init(_ rules: Rules) { self.rules = rules }

    /// The verdicts among the votes.
    var grades: [Grade] { votes.compactMap { if case .graded(let grade) = $0.outcome { grade } else { nil } } }

    private var values: [ScoreValue] { grades.map(\.value) }
    private var remaining: Int { rules.count - votes.count }

    /// How many to ask now: as few as can decide if they agree with those before; none when everything is settled.
    var wanted: Int {
        guard rules.stopsEarly else { return remaining }
        // So many have failed that there can be no verdict any more.
        guard grades.count + remaining >= rules.minimumValid else { return 0 }
        if isDecided(values, remaining) { return 0 }
        guard let next = expected else { return remaining }
        let fewest = (1...max(1, remaining)).first { count in
            isDecided(values + Array(repeating: next, count: count), remaining - count)
        }
        return fewest ?? remaining
    }

    /// What the next votes are thought to say.
    private var expected: ScoreValue? {
        if !values.isEmpty { return rules.rule.value(of: values, .first) }
        guard rules.rule != .majority else { return .boolean(true) }
        return VoteRule.ends(of: rules.scale).map { rules.rule == .max ? $0.high : $0.low }
    }

    private func isDecided(_ values: [ScoreValue], _ remaining: Int) -> Bool {
        values.count >= rules.minimumValid
            && rules.rule.isDecided(values, remaining: remaining, on: rules.scale, rules.tie)
    }

    /// What the votes come to. Votes that failed are not counted as anything; too few verdicts are a failure, or a skip
    /// when as many votes say there is nothing to judge.
    var outcome: GradeOutcome {
        let grades = grades
        guard grades.count >= rules.minimumValid else {
            let reasons = votes.compactMap { if case .skipped(let reason) = $0.outcome { reason } else { nil } }
            return reasons.count >= rules.minimumValid ? .skipped(reasons[0]) : .failed(failure)
        }
        guard let value = rules.rule.value(of: grades.map(\.value), rules.tie), let parts = parts(of: grades) else {
            let tied = VoteRule.counts(values).map { "\($0.value.json.text) \($0.count)" }.joined(separator: ", ")
            return .failed(
                GradeFailure(
                    code: .partFailed,
                    message: "the votes are tied: \(tied.excerpt(300)); ask an odd number, or set"
                        + " `votes.tie`"))
        }
        let winner = winner(value, grades)
        var metadata = CallTally.merged(
            winner.metadata, all: grades.map(\.metadata), isComplete: grades.count == votes.count)
        metadata["votes"] = .object(summary(value))
        return .graded(Grade(value, comment: comment(value, winner), metadata: metadata, parts: parts))
    }

    /// Each part by the votes on it; nil when one is tied.
    private func parts(of grades: [Grade]) -> [Grade.Part]? {
        var parts: [Grade.Part] = []
        for part in grades[0].parts {
            let values = grades.compactMap { grade in grade.parts.first { $0.name == part.name }?.value }
            guard let value = rules.rule.fitting(part.value).value(of: values, rules.tie) else { return nil }
            parts.append(Grade.Part(name: part.name, value: value))
        }
        return parts
    }

    /// The first verdict of this value, or the one nearest to it.
    private func winner(_ value: ScoreValue, _ grades: [Grade]) -> Grade {
        if let same = grades.first(where: { $0.value == value }) { return same }
        let wanted = value.number ?? 0
        return grades.min { abs(($0.value.number ?? 0) - wanted) < abs(($1.value.number ?? 0) - wanted) } ?? grades[0]
    }

    private func comment(_ value: ScoreValue, _ winner: Grade) -> String {
        let count = values.count { $0 == value }
        let start =
            rules.rule == .majority
            ? "\(count) of \(values.count) votes" : "\(rules.rule.rawValue) of \(values.count) votes"
        return start + (winner.comment.map { ": \($0)" } ?? "")
    }

    /// The failure of a ballot with too few verdicts: that of its votes when they agree.
    private var failure: GradeFailure {
        let failures = votes.compactMap { if case .failed(let failure) = $0.outcome { failure } else { nil } }
        let codes = Set(failures.map(\.code))
        let skipped = votes.count - failures.count - grades.count
        let reasons = (failures.map { "\($0)" } + (skipped > 0 ? ["\(skipped) skipped"] : []))
        // Another attempt helps when enough of those that failed may have a verdict then.
        let open = failures.count(where: \.isTransient) + rules.count - votes.count
        return GradeFailure(
            code: codes.count == 1 ? failures[0].code : .partFailed,
            message: "\(grades.count) of \(votes.count) votes are verdicts, and \(rules.minimumValid) are needed: "
                + reasons.joined(separator: "; ").bounded(1000),
            retryAfter: failures.compactMap(\.retryAfter).max(),
            isTransient: failures.contains(where: \.isTransient) && grades.count + open >= rules.minimumValid)
    }
}
