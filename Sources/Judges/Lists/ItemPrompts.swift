import Evaluation
import JSON

/// Reads the prompts and bounds of judges that go through lists, and makes their passes.
struct ItemPrompts {
    /// The passes, in the order of their plans.
    let passes: [ItemPass]
    /// The labels of the verdicts; the first is the good one.
    let labels: [String]

    /// How empty lists and silence are taken.
    static let rule =
        "Each item gets exactly one verdict, and a verdict that cannot be told is not a good one; no items is a skip."

    /// The prompts of `plans`, with their versions and hashes, for people.
    static func signature(_ plans: [ItemPass.Plan]) -> String {
        var names: [String] = []
        for plan in plans {
            if case .extracted(let prompt, _) = plan.source, !names.contains(prompt) { names.append(prompt) }
            if !names.contains(plan.verdicts) { names.append(plan.verdicts) }
        }
        return "Prompts: " + names.map { PromptLibrary.signature($0) }.joined(separator: ", ") + "."
    }

    /// The parameters that belong to lists. `settings` are the names of the variables of the kind itself.
    static func parameters(_ plans: [ItemPass.Plan], settings: [String]) -> [GraderKind.Parameter] {
        let more = settings.map { ", {{\($0)}}" }.joined()
        var parameters: [GraderKind.Parameter] = [
            .init(
                "max_items", type: "whole number", default: "100", "The most items; more are a failure, never a part."),
            .init(
                "prompt", type: "string", default: "the built-in one",
                "A prompt in place of the built-in one that asks for the verdicts: with {{items}}\(shown(plans))\(more)"
                    + " and the variables of llm_judge's."),
        ]
        if extractions(plans).count == 1 {
            parameters.append(
                .init(
                    "extraction_prompt", type: "string", default: "the built-in one",
                    "A prompt in place of the built-in one that lists the items: with {{text}}\(more) and the variables"
                        + " of llm_judge's."))
        }
        return parameters
    }

    /// Reads `max_items`, `prompt` and `extraction_prompt`.
    init(
        _ plans: [ItemPass.Plan], _ call: JudgeCall, settings: [String: String], _ reader: inout JSONReader
    ) throws(JSONReadError) {
        let most = Int(try reader.integer("max_items", in: 1...1000) ?? 100)
        let verdictFile = PromptLibrary.file(plans[0].verdicts, call.language)
        guard case .verdicts(let labels) = verdictFile.reply else {
            preconditionFailure("the built-in prompt \(verdictFile.name) asks for no verdicts")
        }
        self.labels = labels
        let variables = Array(settings.keys).sorted()
        let verdicts = try PromptReader.message(
            "prompt", &reader, builtIn: verdictFile, extra: ["items"] + Self.names(plans) + variables, needed: ["items"]
        )
        let names = Self.extractions(plans)
        let own = names.count == 1 ? try Self.extraction(names[0], call.language, variables, &reader) : nil
        passes = plans.map { plan in
            var extraction: JudgePrompt.Message?
            if case .extracted(let name, _) = plan.source {
                let file = PromptLibrary.file(name, call.language)
                extraction = own ?? .init(file)
            }
            return ItemPass(
                plan, call: call, extraction: extraction, verdicts: verdicts, labels: labels, settings: settings,
                most: most)
        }
    }

    private static func extraction(
        _ name: String, _ language: PromptLanguage, _ variables: [String], _ reader: inout JSONReader
    ) throws(JSONReadError) -> JudgePrompt.Message {
        let file = PromptLibrary.file(name, language)
        // Where two texts are gone through in turn, a prompt that shows a field would show the same one twice.
        let needed = file.template.names.contains("text") ? ["text"] : []
        return try PromptReader.message(
            "extraction_prompt", &reader, builtIn: file, extra: ["text"] + variables, needed: needed)
    }

    private static func names(_ plans: [ItemPass.Plan]) -> [String] { plans[0].shown.keys.sorted() }

    private static func shown(_ plans: [ItemPass.Plan]) -> String { names(plans).map { ", {{\($0)}}" }.joined() }

    private static func extractions(_ plans: [ItemPass.Plan]) -> [String] {
        var names: [String] = []
        for plan in plans {
            if case .extracted(let prompt, _) = plan.source, !names.contains(prompt) { names.append(prompt) }
        }
        return names
    }
}
