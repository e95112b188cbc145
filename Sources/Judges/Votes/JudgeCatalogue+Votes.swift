import ChatModels
import Evaluation
import JSON

extension JudgeCatalogue {
    /// The parameter of every kind of judge that asks for several verdicts in place of one.
    static let votesParameter = GraderKind.Parameter(
        "votes", type: "whole number, or object",
        "Asks several times and counts: a number from 2 to \(VoteSettings.maximumCount), or {n, models, rule, tie,"
            + " early_stop, min_valid}. `models` names a panel to ask in turn, in place of `model`; `n` is their number when"
            + " absent. `rule` is majority (the most frequent value), mean, median, min or max; majority unless the score is"
            + " a number, then median. `tie` of a majority is lowest, highest, first or fail; lowest, and for labels fail."
            + " `early_stop` (true) asks nobody any more once the rest cannot change the result. `min_valid` (more than"
            + " half) is how many votes must be verdicts, else the grade fails. Where a model is asked more than once,"
            + " `temperature` is 1 unless it is given. Agreement, spread and each vote are in the metadata.")

    /// `kind` with votes: its judges are built as often as votes are asked for, by `single`, which gives the same kind
    /// over other models.
    static func voting(
        _ kind: GraderKind, _ models: [String: any ChatModel],
        _ single: @escaping @Sendable ([String: any ChatModel]) -> GraderKind?
    ) -> GraderKind {
        var voting = kind
        voting.make = { reader, resources throws(JSONReadError) in
            guard let settings = try VoteSettings(&reader, models) else { return try kind.make(&reader, resources) }
            var judges: [(model: String, judge: any Grader)] = []
            for voter in settings.voters {
                var own = reader.over(parameters(of: voter, settings, reader.object))
                let voters = models.mapValues { VoterModel($0, turn: voter.turn, of: voter.turns) }
                guard case .grader(let judge)? = try single(voters)?.make(&own, resources) else {
                    preconditionFailure("the kind \(kind.name) is no judge")
                }
                judges.append((voter.model, judge))
                reader = own.over(reader.object)
            }
            let (rule, tie) = try settings.rules(for: judges[0].judge.scale)
            let rules = Ballot.Rules(
                rule: rule, tie: tie, count: judges.count, minimumValid: settings.minimumValid,
                // What settles a score may leave its parts open.
                stopsEarly: settings.stopsEarly && judges[0].judge.partNames.isEmpty, scale: judges[0].judge.scale)
            return .grader(VotingJudge(judges, rules))
        }
        return voting
    }

    /// The parameters of a grader as one of its voters reads them.
    private static func parameters(
        of voter: VoteSettings.Voter, _ settings: VoteSettings, _ object: JSONObject
    ) -> JSONObject {
        var object = object
        object["votes"] = nil
        object["model"] = .string(voter.model)
        // At temperature 0 a model asked again says the same again.
        if settings.hasRepeats, object["temperature"] == nil { object["temperature"] = 1 }
        return object
    }
}
