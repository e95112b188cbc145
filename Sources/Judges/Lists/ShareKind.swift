import ChatModels
import Evaluation
import JSON

/// A kind of judge whose score comes of verdicts on each of several items.
struct ShareKind: Sendable {
    /// What the items are called.
    struct Noun: Sendable {
        var singular: String
        var plural: String
        /// What is said of the good ones, e.g. `supported`.
        var verdict: String
    }

    /// The key in the configuration.
    var name: String
    /// Other names that mean the same.
    var aliases: [String] = []
    /// What it judges, in a sentence.
    var summary: String
    /// The formula in words.
    var formula: String
    /// Which end is good.
    var direction = Scale.Direction.higherIsBetter
    /// The fields without which it has nothing to say.
    var requires: [Sample.Field]
    /// The items and what is asked of them.
    var pass: ItemPass.Plan
    /// How they are called.
    var noun: Noun
    /// What becomes of the verdicts.
    var measure = ItemMeasure.share
    /// The texts its prompts may show beside the sample.
    var settings: [PromptSetting] = []
    /// Whether it has the parameter `window`.
    var hasWindow = false
    /// An example; the model's replies are made up, the rest holds.
    var example: GraderKind.Example

    /// The kind, able to ask `models`.
    func kind(_ models: [String: any ChatModel]) -> GraderKind {
        GraderKind(
            name: name, aliases: aliases, family: .judges, summary: summary,
            formula: "\(formula) \(ItemPrompts.signature([pass])) \(ItemPrompts.rule) \(JudgeCatalogue.failureRule)",
            parameters: JudgeCall.parameters + settings.map(\.parameter) + window
                + ItemPrompts.parameters([pass], settings: variables),
            examples: [example.askingJudge],
            make: { reader, _ throws(JSONReadError) in .grader(try make(&reader, models)) })
    }

    private var window: [GraderKind.Parameter] {
        guard hasWindow else { return [] }
        return [
            .init("window", type: "whole number", default: "10", "How many messages before it a reply is judged by.")
        ]
    }

    private var variables: [String] { settings.map(\.name) + (hasWindow ? ["window"] : []) }

    private func make(
        _ reader: inout JSONReader, _ models: [String: any ChatModel]
    ) throws(JSONReadError) -> ShareJudge {
        let call = try JudgeCall(&reader, models: models)
        var texts = try PromptSetting.read(settings, &reader)
        if hasWindow { texts["window"] = "\(try reader.integer("window", in: 1...1000) ?? 10)" }
        let prompts = try ItemPrompts([pass], call, settings: texts, &reader)
        return ShareJudge(
            self, pass: prompts.passes[0], good: [prompts.labels[0]],
            version: "\(name)/\(PromptLibrary.file(pass.verdicts, call.language).version)")
    }
}
