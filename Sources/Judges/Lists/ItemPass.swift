import ChatModels
import Evaluation
import JSON

/// One list of items with a verdict on each: the items come from the sample or from a first call, the verdicts from one
/// call.
struct ItemPass: Sendable {
    /// What a pass is about, before it is configured.
    struct Plan: Sendable {
        /// Where the items come from.
        var source: ItemSource
        /// The name of the built-in prompt that asks for the verdicts.
        var verdicts: String
        /// The texts the verdict prompt shows, by the names of their variables, beside the items.
        var shown: [String: ItemText] = [:]
    }

    private let plan: Plan
    private let call: JudgeCall
    private let extraction: JudgePrompt?
    private let verdicts: JudgePrompt
    /// The labels a verdict may have.
    let labels: [String]
    private let most: Int

    /// Creates a pass. `settings` are texts of the configuration, by the names of their variables.
    init(
        _ plan: Plan, call: JudgeCall, extraction: JudgePrompt.Message?, verdicts: JudgePrompt.Message,
        labels: [String],
        settings: [String: String], most: Int
    ) {
        self.plan = plan
        self.call = call
        self.labels = labels
        self.most = most
        self.extraction = extraction.map { message in
            JudgePrompt([message], system: call.system, form: .list, language: call.language, settings: settings)
        }
        self.verdicts = JudgePrompt(
            [verdicts], system: call.system, form: .verdicts(labels), language: call.language, settings: settings)
    }

    /// The fields that its prompts show of a sample that has them.
    var shownFields: Set<Sample.Field> {
        let names = verdicts.shownNames
        var fields = plan.source.fields.union(verdicts.shownFields).union(extraction?.shownFields ?? [])
        for (name, text) in plan.shown where names.contains(name) { fields.formUnion(text.fields) }
        return fields
    }

    /// The items of `sample` with their verdicts, in order; none when there is nothing to judge. Counts the calls in
    /// `tally`.
    func run(_ sample: Sample, _ tally: inout CallTally) async throws(GradeFailure) -> [JudgedItem] {
        let items = try await items(of: sample, &tally)
        guard !items.texts.isEmpty else { return [] }
        var material = sample.material(verdicts.names)
        for (name, text) in plan.shown { material[name] = text.text(in: sample) }
        material["items"] = items.lines
        let ids = items.texts.map(\.id)
        let reply = try await call.ask(
            verdicts, showing: material, plain: ["wanted": ids.map(String.init).joined(separator: ", ")], itemIDs: ids,
            &tally)
        let given = try VerdictListReply.verdicts(in: reply, on: ids, labels: labels)
        return zip(items.texts, given).map { item, verdict in
            JudgedItem(id: item.id, text: item.text, label: verdict.label, reason: verdict.reason)
        }
    }

    private func items(of sample: Sample, _ tally: inout CallTally) async throws(GradeFailure) -> ShownItems {
        if let items = try plan.source.items(of: sample, most: most) { return items }
        guard case .extracted(_, let source) = plan.source, let extraction else { return .texts([]) }
        var material = sample.material(extraction.names)
        material["text"] = source.text(in: sample)
        let reply = try await call.ask(extraction, showing: material, &tally)
        return .texts(try ItemListReply.items(in: reply, most: most))
    }
}
