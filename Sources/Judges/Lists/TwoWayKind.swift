import ChatModels
import Evaluation
import JSON

/// A kind of judge that holds two texts against each other, both ways.
struct TwoWayKind: Sendable {
    /// The key in the configuration.
    var name: String
    /// Other names that mean the same.
    var aliases: [String] = []
    /// What it judges, in a sentence.
    var summary: String
    /// The formula in words.
    var formula: String
    /// The fields without which it has nothing to say.
    var requires: [Sample.Field]
    /// What the output says, held against the other text.
    var forward: ItemPass.Plan
    /// What the other text says, held against the output.
    var backward: ItemPass.Plan
    /// How the two become one number; nil when `mode` and `beta` say so.
    var combination: TwoWayCombination?
    /// Whether it has the parameter `limit`.
    var hasLimit = false
    /// An example; the model's replies are made up, the rest holds.
    var example: GraderKind.Example

    private enum Mode: String, CaseIterable { case f1, precision, recall }

    /// The kind, able to ask `models`.
    func kind(_ models: [String: any ChatModel]) -> GraderKind {
        let plans = [forward, backward]
        return GraderKind(
            name: name, aliases: aliases, family: .judges, summary: summary,
            formula: "\(formula) \(ItemPrompts.signature(plans)) \(ItemPrompts.rule) \(JudgeCatalogue.failureRule)",
            parameters: JudgeCall.parameters + parameters
                + ItemPrompts.parameters(plans, settings: hasLimit ? ["limit"] : []),
            examples: [example.askingJudge],
            make: { reader, _ throws(JSONReadError) in .grader(try make(&reader, models)) })
    }

    private var parameters: [GraderKind.Parameter] {
        let modes: [GraderKind.Parameter] = [
            .init(
                "mode", type: "f1, precision or recall", default: "f1",
                "precision: is what it says right? recall: does it say all? f1: both."),
            .init("beta", type: "number above 0", default: "1", "How much more recall weighs than precision in f1."),
        ]
        let limit: [GraderKind.Parameter] = [
            .init(
                "limit", type: "whole number", default: "10", "How many key points of the source to look for at most.")
        ]
        return (combination == nil ? modes : []) + (hasLimit ? limit : [])
    }

    private func make(
        _ reader: inout JSONReader, _ models: [String: any ChatModel]
    ) throws(JSONReadError) -> TwoWayJudge {
        let call = try JudgeCall(&reader, models: models)
        let combination = if let fixed = self.combination { fixed } else { try Self.combination(&reader) }
        var settings: [String: String] = [:]
        if hasLimit { settings["limit"] = "\(try reader.integer("limit", in: 1...100) ?? 10)" }
        let passes = try ItemPrompts([forward, backward], call, settings: settings, &reader).passes
        return TwoWayJudge(
            forward: combination == .recall ? nil : passes[0], backward: combination == .precision ? nil : passes[1],
            combination: combination, requires: requires,
            version: "\(name)/\(PromptLibrary.file(forward.verdicts, call.language).version)")
    }

    private static func combination(_ reader: inout JSONReader) throws(JSONReadError) -> TwoWayCombination {
        let mode = try reader.choice("mode", default: Mode.f1)
        let beta = try reader.number("beta", in: 0.01...100)
        if beta != nil, mode != .f1 { throw reader.error("beta", "belongs to `mode: f1`; leave it out") }
        switch mode {
        case .precision: return .precision
        case .recall: return .recall
        case .f1: return .fBeta(beta ?? 1)
        }
    }
}
