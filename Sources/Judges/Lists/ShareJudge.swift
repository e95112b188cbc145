import ChatModels
import Evaluation
import JSON

/// Judges by verdicts on each of several items.
struct ShareJudge: Grader {
    private let pass: ItemPass
    private let kind: ShareKind
    private let good: Set<String>
    private let version: String

    let requiredFields: [Sample.Field]
    let waits = true
    var scale: Scale { Scale(.numeric(0...1), direction: kind.direction) }

    /// Creates a judge. `good` are the labels that count as good, `version` is the grader with its version.
    init(_ kind: ShareKind, pass: ItemPass, good: Set<String>, version: String) {
        self.kind = kind
        self.pass = pass
        self.good = good
        self.version = version
        requiredFields = kind.requires
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        var tally = CallTally()
        do throws(GradeFailure) {
            let items = try await pass.run(sample, &tally)
            guard !items.isEmpty else { return .skipped("no \(kind.noun.plural) to judge") }
            var metadata = tally.metadata(version)
            metadata["items"] = JudgedItem.list(items)
            let value = kind.measure.value(items.map { good.contains($0.label) })
            return .graded(Grade(.numeric(value), comment: comment(items), metadata: metadata))
        } catch {
            return .failed(error)
        }
    }

    private func comment(_ items: [JudgedItem]) -> String {
        let bad = items.filter { !good.contains($0.label) }
        let noun = items.count == 1 ? kind.noun.singular : kind.noun.plural
        let start = "\(items.count - bad.count) of \(items.count) \(noun) \(kind.noun.verdict)"
        guard let first = bad.first else { return start }
        let which = "not: \(first.text.excerpt(200))"
        return "\(start); \(which)" + (first.reason.map { " (\($0.excerpt(300)))" } ?? "")
    }
}

extension ShareJudge: AttackableJudge {
    var shownFields: Set<Sample.Field> { pass.shownFields }

    func attackGoal(_ wanted: ScoreValue) -> AttackGoal {
        let isGood = (wanted.number ?? 1) >= 0.5
        let label = pass.labels.first { good.contains($0) == isGood }
        return label.map { AttackGoal(label: $0) } ?? AttackGoal(score: wanted.json)
    }
}
