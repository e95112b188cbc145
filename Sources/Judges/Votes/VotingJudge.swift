import Evaluation
import JSON

/// Judges by the votes of several judges that are alike but for the model, or for the answer their model gives.
struct VotingJudge: AttackableJudge {
    private let judges: [(model: String, judge: any Grader)]
    private let rules: Ballot.Rules

    let scale: Scale
    let requiredFields: [Sample.Field]
    let partNames: [String]
    let waits = true

    /// Creates a judge of `judges`, of which there is one for each vote.
    init(_ judges: [(model: String, judge: any Grader)], _ rules: Ballot.Rules) {
        self.judges = judges
        self.rules = rules
        scale = rules.scale
        requiredFields = judges[0].judge.requiredFields
        partNames = judges[0].judge.partNames
    }

    /// The judges differ by model at most.
    var shownFields: Set<Sample.Field> { AttackCase.fieldsShown(by: judges[0].judge) }

    /// Those of the judges, which differ by model at most: each model's once.
    func details() async -> JSONObject {
        var byModel: [(String, JSONValue)] = []
        for (model, judge) in judges where !byModel.contains(where: { $0.0 == model }) {
            let details = await judge.details()
            if !details.isEmpty { byModel.append((model, .object(details))) }
        }
        if byModel.count == 1, let only = byModel[0].1.object { return only }
        return byModel.isEmpty ? [:] : ["models": .object(JSONObject(byModel))]
    }

    func attackGoal(_ wanted: ScoreValue) -> AttackGoal { AttackGoal(on: judges[0].judge, wanting: wanted) }

    func grade(_ sample: Sample) async -> GradeOutcome {
        var ballot = Ballot(rules)
        while ballot.wanted > 0 {
            let first = ballot.votes.count
            ballot.votes += await votes(of: first..<(first + ballot.wanted), on: sample)
        }
        return ballot.outcome
    }

    /// Asks the judges of these numbers side by side.
    private func votes(of numbers: Range<Int>, on sample: Sample) async -> [Ballot.Vote] {
        await withTaskGroup(of: (Int, GradeOutcome).self) { group in
            for number in numbers { group.addTask { (number, await judges[number].judge.grade(sample)) } }
            var outcomes: [Int: GradeOutcome] = [:]
            for await (number, outcome) in group { outcomes[number] = outcome }
            return numbers.compactMap { number in
                outcomes[number].map { Ballot.Vote(model: judges[number].model, outcome: $0) }
            }
        }
    }
}
