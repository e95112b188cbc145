import ChatModels
import Evaluation
import JSON

/// Judges by holding two texts against each other, both ways: what the output says against the other text, and what the
/// other text says against the output.
struct TwoWayJudge: Grader {
    private let forward: ItemPass?
    private let backward: ItemPass?
    private let combination: TwoWayCombination
    private let version: String

    let requiredFields: [Sample.Field]
    let scale = Scale.unit
    let waits = true

    /// Creates a judge; a pass that `combination` does not need is nil.
    init(
        forward: ItemPass?, backward: ItemPass?, combination: TwoWayCombination, requires: [Sample.Field],
        version: String
    ) {
        self.forward = forward
        self.backward = backward
        self.combination = combination
        self.version = version
        requiredFields = requires
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        // Two independent pairs of calls; neither waits for the other.
        async let said = Self.run(forward, sample)
        async let wanted = Self.run(backward, sample)
        let both = await (said, wanted)
        do throws(GradeFailure) {
            return outcome(try both.0.get(), try both.1.get())
        } catch {
            return .failed(error)
        }
    }

    private typealias Judged = (items: [JudgedItem], tally: CallTally)

    private static func run(_ pass: ItemPass?, _ sample: Sample) async -> Result<Judged, GradeFailure> {
        var tally = CallTally()
        guard let pass else { return .success(([], tally)) }
        do throws(GradeFailure) {
            return .success((try await pass.run(sample, &tally), tally))
        } catch {
            return .failure(error)
        }
    }

    private func outcome(_ said: Judged, _ wanted: Judged) -> GradeOutcome {
        let count = TwoWayCount(
            said: said.items.count, saidSupported: said.items.count { $0.label == "supported" },
            wanted: wanted.items.count, wantedSupported: wanted.items.count { $0.label == "supported" })
        guard let value = combination.value(count) else { return .skipped("no claims to judge") }
        var tally = said.tally
        tally.add(wanted.tally)
        var metadata = tally.metadata(version)
        if forward != nil { metadata["outputClaims"] = JudgedItem.list(said.items) }
        if backward != nil { metadata["wantedClaims"] = JudgedItem.list(wanted.items) }
        for (key, number) in combination.details(count) { metadata[key] = number }
        return .graded(Grade(.numeric(value), comment: comment(count, said.items + wanted.items), metadata: metadata))
    }

    private func comment(_ count: TwoWayCount, _ items: [JudgedItem]) -> String {
        var parts: [String] = []
        if forward != nil { parts.append("\(count.saidSupported) of \(count.said) claims of the output are borne out") }
        if backward != nil { parts.append("\(count.wantedSupported) of \(count.wanted) wanted are in it") }
        if let first = items.first(where: { $0.label != "supported" }) {
            parts.append("not: \(first.text.excerpt(200))")
        }
        return parts.joined(separator: "; ")
    }
}

extension TwoWayJudge: AttackableJudge {
    var shownFields: Set<Sample.Field> { (forward?.shownFields ?? []).union(backward?.shownFields ?? []) }

    func attackGoal(_ wanted: ScoreValue) -> AttackGoal { AttackGoal(label: "supported") }
}
