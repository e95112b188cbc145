package import ChatModels
package import Evaluation
import JSON

/// The kinds of grader that ask a model.
///
/// Where data comes from and goes: the mapping makes a `Sample` of the trace. `PromptVariable` takes the texts a prompt
/// shows out of it; `JudgePrompt` puts each within a fence, with a notice before and a reminder after. `JudgeCall` asks
/// the model, and `CallTally` counts. `ReplyObject` finds the last answer in the reply, and one of `JudgeReplyParser`,
/// `NamedScoresReply`, `ItemListReply`, `VerdictListReply` and `RankingReply` checks it. `VerdictJudge` grades by one such
/// verdict, `ShareJudge` and `TwoWayJudge` by verdicts on each of several items, `GEval` by a form, `PairwiseJudge` and
/// `RankJudge` by holding answers against each other; `EmbeddingSimilarity` has no prompt and compares vectors. Whatever
/// goes wrong on the way is thrown as a `GradeFailure` and comes out as one.
///
/// To add a kind of one verdict: a file `Prompts/NAME.LANGUAGE.txt` for each language, its line in
/// `PromptLibrary+Contents`, and its entry in one of the tables named here.
package enum JudgeCatalogue {
    /// The kinds, able to ask `models` and `embeddings`, which are keyed by their configured names. Without models the
    /// kinds can be listed but not built.
    package static func kinds(
        models: [String: any ChatModel], embeddings: [String: any EmbeddingModel] = [:]
    ) -> [GraderKind] {
        [LLMJudge.kind(models), GEval.kind(models), PairwiseJudge.kind(models), RankJudge.kind(models)]
            + (quality + style + agents).map { $0.kind(models) }
            + shares.map { $0.kind(models) } + twoWay.map { $0.kind(models) }
            + [EmbeddingSimilarity.kind(embeddings)]
    }

    /// What every formula of a judge ends with.
    static let failureRule =
        "A reply that is refused, cut, unreadable or not what was asked for is a failure, never a number."
}
