package import ChatModels
package import Evaluation
import JSON

/// The kinds of grader that ask a model.
///
/// Where data comes from and goes: the mapping makes a `Sample` of the trace. `PromptVariable` takes the texts a prompt
/// shows out of it; `JudgePrompt` puts each within a fence, with a notice before and a reminder after. `JudgeCall` asks
/// the model, and `CallTally` counts; `ForgettingGrader` clears the cache of replies nobody could read. `ReplyObject` finds
/// the last answer in the reply, and one of `JudgeReplyParser`, `NamedScoresReply`, `ItemListReply`, `VerdictListReply` and
/// `RankingReply` checks it. `VerdictJudge` grades by one such verdict, `ShareJudge` and `TwoWayJudge` by verdicts on each of
/// several items, `GEval` by a form, `PairwiseJudge` and `RankJudge` by holding answers against each other;
/// `EmbeddingSimilarity` has no prompt and compares vectors. `VotingJudge` asks several of those with a prompt. Whatever goes
/// wrong on the way is thrown as a `GradeFailure` and comes out as one. A `JudgeGate` before each judge holds it to its budget
/// and pauses it; by `CallTerms` a judge that may not call still gives what the cache holds.
///
/// To add a kind of one verdict: a file `Prompts/NAME.LANGUAGE.txt` for each language, its line in
/// `PromptLibrary+Contents`, and its entry in one of the tables named here.
package enum JudgeCatalogue {
    /// The kinds, able to ask `models` and `embeddings`, which are keyed by their configured names; each judge stands behind
    /// one of `gates`. Without models the kinds can be listed but not built.
    package static func kinds(
        models: [String: any ChatModel], embeddings: [String: any EmbeddingModel] = [:], gates: JudgeGates? = nil
    ) -> [GraderKind] {
        let prompting = single(models).map { kind in
            guard kind.parameters.contains(where: { $0.name == votesParameter.name }) else { return kind }
            return voting(kind, models) { voters in single(voters).first { $0.name == kind.name } }
        }
        return (prompting + [EmbeddingSimilarity.kind(embeddings)]).map { $0.gated(by: gates) }
    }

    /// The kinds, each asking for one verdict.
    private static func single(_ models: [String: any ChatModel]) -> [GraderKind] {
        every(models).map(\.forgetting)
    }

    private static func every(_ models: [String: any ChatModel]) -> [GraderKind] {
        [LLMJudge.kind(models), GEval.kind(models), PairwiseJudge.kind(models), RankJudge.kind(models)]
            + (quality + style + agents).map { $0.kind(models) }
            + shares.map { $0.kind(models) } + twoWay.map { $0.kind(models) }
    }

    /// What every formula of a judge ends with.
    static let failureRule =
        "A reply that is refused, cut, unreadable or not what was asked for is a failure, never a number."
}
