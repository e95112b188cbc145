import ChatModels
import Evaluation
import JSON

/// Who votes, as the parameter `votes` says.
struct VoteSettings: Sendable {
    /// One who votes.
    struct Voter: Sendable {
        /// The name of the model asked.
        var model: String
        /// Which of those who ask this model, from 0.
        var turn: Int
        /// How many ask this model.
        var turns: Int
    }

    /// Who votes, in the order asked.
    let voters: [Voter]
    /// How many votes must be verdicts.
    let minimumValid: Int
    /// Whether nobody is asked any more once the result is certain.
    let stopsEarly: Bool

    /// The most votes.
    static let maximumCount = 25

    private let reader: JSONReader
    private let rule: VoteRule?
    private let tie: TieRule?

    /// Reads `votes`, a number or an object, and with it `model`; nil when there are no votes.
    init?(_ reader: inout JSONReader, _ models: [String: any ChatModel]) throws(JSONReadError) {
        guard let given = reader.value("votes") else { return nil }
        let object: JSONObject = given.object ?? ["n": given]
        // What is wrong with a bare number is wrong with `votes`.
        var votes = JSONReader(object, at: reader.path("votes"))
        guard given.object != nil || given.integer != nil else {
            throw reader.error("votes", "expected a number of votes, or an object with `n`, `models` and so on")
        }
        let names = try Self.models(&votes, &reader, models)
        let count = try Self.count(&votes, isBare: given.object == nil, names.count, reader)
        voters = (0..<count).map { index in
            let place = index % names.count
            return Voter(
                model: names[place], turn: index / names.count, turns: (count - place + names.count - 1) / names.count)
        }
        rule = votes.object["rule"] == nil ? nil : try votes.choice("rule", default: VoteRule.majority)
        tie = votes.object["tie"] == nil ? nil : try votes.choice("tie", default: TieRule.fail)
        stopsEarly = try votes.bool("early_stop", default: true)
        minimumValid = Int(try votes.integer("min_valid", in: 1...Int64(count)) ?? Int64(count / 2 + 1))
        try votes.finish()
        self.reader = votes
    }

    /// Whether a model is asked more than once, so that its answers have to differ.
    var hasRepeats: Bool { voters.contains { $0.turns > 1 } }

    /// The rules for scores of `scale`.
    func rules(for scale: Scale) throws(JSONReadError) -> (rule: VoteRule, tie: TieRule) {
        let rule = rule ?? .standard(for: scale)
        if let problem = rule.problem(for: scale) { throw reader.error("rule", problem) }
        guard case .categorical = scale.kind else { return (rule, tie ?? .lowest) }
        if let tie, tie == .lowest || tie == .highest {
            throw reader.error("tie", "labels have no order; take first or fail")
        }
        return (rule, tie ?? .fail)
    }

    private static func models(
        _ votes: inout JSONReader, _ reader: inout JSONReader, _ known: [String: any ChatModel]
    ) throws(JSONReadError) -> [String] {
        guard let names = try votes.strings("models") else { return [try reader.requiredString("model")] }
        guard !names.isEmpty else { throw votes.error("models", "name at least one model") }
        if reader.value("model") != nil {
            throw reader.error("model", "`votes.models` says who is asked; leave one of them out")
        }
        for (index, name) in names.enumerated() {
            let pointer = "\(votes.path("models"))/\(index)"
            guard !names[..<index].contains(name) else {
                throw JSONReadError(pointer: pointer, message: "`\(name)` is named twice; raise `n` instead")
            }
            guard known[name] == nil else { continue }
            let hint = KeySuggestion.nearest(to: name, among: known.keys.sorted()).map { "; did you mean `\($0)`?" }
            throw JSONReadError(pointer: pointer, message: "no model is called `\(name)`\(hint ?? "")")
        }
        return names
    }

    private static func count(
        _ votes: inout JSONReader, isBare: Bool, _ models: Int, _ reader: JSONReader
    ) throws(JSONReadError) -> Int {
        let given: Int64?
        do throws(JSONReadError) {
            given = try votes.integer("n", in: 2...Int64(maximumCount))
        } catch {
            throw isBare ? reader.error("votes", error.message) : error
        }
        guard let given else {
            guard models > 1 else { throw votes.missing("n") }
            return models
        }
        guard given >= models else {
            throw votes.error("n", "there are \(models) models, so that one of them would never be asked")
        }
        return Int(given)
    }
}
