import ChatModels
import Evaluation
import JSON

/// A kind of judge whose verdict comes from one call with a built-in prompt of the kind's name.
struct VerdictKind: Sendable {
    /// The key in the configuration, and the name of the prompt.
    var name: String
    /// Other names that mean the same.
    var aliases: [String] = []
    /// What it judges, in a sentence.
    var summary: String
    /// What the score means, in a sentence or two.
    var meaning: String
    /// Which end is good.
    var direction = Scale.Direction.higherIsBetter
    /// The texts its prompt may show beside the sample.
    var settings: [PromptSetting] = []
    /// The classes of a verdict that is a letter, with the key in `class_scores` and the number each stands for.
    var classes: [VerdictClass] = []
    /// How many labels of its own a configuration may ask for; 0 when the labels are fixed.
    var mostLabels = 0
    /// An example; the model's reply is made up, the rest holds.
    var example: GraderKind.Example

    /// The kind, able to ask `models`.
    func kind(_ models: [String: any ChatModel]) -> GraderKind {
        GraderKind(
            name: name, aliases: aliases, family: .judges, summary: summary, formula: formula, parameters: parameters,
            examples: [example.askingJudge],
            make: { reader, _ throws(JSONReadError) in .grader(try make(&reader, models)) })
    }

    private var formula: String {
        "\(meaning) The `score` of the model's reply to the prompt \(PromptLibrary.signature(name)). "
            + JudgeCatalogue.failureRule
    }

    private var parameters: [GraderKind.Parameter] {
        let labels: [GraderKind.Parameter] =
            mostLabels == 0
            ? []
            : [
                .init(
                    "labels", type: "list of strings", default: "[\(standardLabels.joined(separator: ", "))]",
                    "The labels to choose from."),
                .init(
                    "most", type: "whole number", default: "1",
                    "How many labels may fit at most; several are joined by commas in the order of `labels`."),
            ]
        let scores: [GraderKind.Parameter] =
            classes.isEmpty
            ? []
            : [
                .init(
                    "class_scores", type: "object of numbers from 0 to 1", default: VerdictClass.text(classes),
                    "The score of each class; those not given keep theirs.")
            ]
        return JudgeCall.parameters + settings.map(\.parameter) + labels + scores + [
            .init(
                "prompt", type: "string", default: "the built-in one",
                "A prompt in place of the built-in one, with the variables of llm_judge's"
                    + (settings.isEmpty ? "." : " and \(settings.map { "{{\($0.name)}}" }.joined(separator: ", "))."))
        ]
    }

    private var standardLabels: [String] {
        guard case .verdict(.categorical(let labels)) = PromptLibrary.file(name, .en).reply else { return [] }
        return labels
    }

    private func make(
        _ reader: inout JSONReader, _ models: [String: any ChatModel]
    ) throws(JSONReadError) -> VerdictJudge {
        let call = try JudgeCall(&reader, models: models)
        let file = PromptLibrary.file(name, call.language)
        var texts = try PromptSetting.read(settings, &reader)
        let output = try output(of: file, &texts, &reader)
        let message = try PromptReader.message(
            "prompt", &reader, builtIn: file, extra: settings.map(\.name) + (mostLabels == 0 ? [] : ["labels"]))
        let prompt = JudgePrompt(
            [message], system: call.system, form: .verdict(output), language: call.language, settings: texts)
        return VerdictJudge(
            call: call, prompt: prompt, output: output, direction: direction, version: "\(name)/\(file.version)",
            classScores: classes.isEmpty ? nil : try VerdictClass.scores(classes, &reader))
    }

    private func output(
        of file: PromptFile, _ texts: inout [String: String], _ reader: inout JSONReader
    ) throws(JSONReadError) -> JudgeOutput {
        guard case .verdict(let declared) = file.reply else {
            preconditionFailure("the built-in prompt \(name) asks for no verdict")
        }
        guard mostLabels > 0 else { return .value(declared) }
        let own = try reader.strings("labels")
        if let own, own.count < 2 || Set(own).count < own.count || own.contains(where: { $0.trimmed.isEmpty }) {
            throw reader.error("labels", "give at least two labels, none of them empty or twice")
        }
        let most = try reader.integer("most", in: 1...Int64(mostLabels)) ?? 1
        // What the built-in prompt says of its labels holds for them alone, and its cases are replies with one label.
        if own == nil { texts["standard"] = "" }
        if own == nil, most == 1 { texts["cases"] = "" }
        let labels = own ?? standardLabels
        texts["labels"] = labels.joined(separator: ", ")
        return try .labels(labels, most: Int(most), at: reader.path("labels"))
    }
}

extension GraderKind.Example {
    /// The example with the name of a model.
    var askingJudge: Self {
        var example = self
        example.parameters = JSONObject([("model", "judge")] + example.parameters.members.map { ($0.key, $0.value) })
        return example
    }
}
