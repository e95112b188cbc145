import ChatModels
import Evaluation
import JSON

/// Judges by having a model put several answers in order.
struct RankJudge: Grader {
    private let call: JudgeCall
    private let prompt: JudgePrompt
    private let candidates: TracePath?
    private let bothOrders: Bool
    private let most: Int
    private let version: String

    let requiredFields: [Sample.Field]
    let scale = Scale.unit
    let waits = true
    /// The numbers that answers can have in the list.
    var partNames: [String] { (1...most).map { "\($0)" } }

    /// Creates a judge. Without a path to the `candidates` they are the list in the output.
    init(
        call: JudgeCall, prompt: JudgePrompt, candidates: TracePath?, bothOrders: Bool, most: Int, version: String
    ) {
        self.call = call
        self.prompt = prompt
        self.candidates = candidates
        self.bothOrders = bothOrders
        self.most = most
        self.version = version
        let needed = Set([.output] + prompt.requiredFields)
        requiredFields = Sample.Field.allCases.filter(needed.contains)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        do throws(GradeFailure) {
            let candidates = try RankCandidates(of: sample, at: candidates, most: most)
            guard candidates.texts.count > 1 else { return .skipped("fewer than two answers to rank") }
            let material = sample.material(prompt.names)
            let drawn = DrawnOrder.places(candidates.texts)
            // Each pair of answers is then shown both ways round.
            async let first = ask(candidates.texts, shown: drawn, material)
            async let second = bothOrders ? ask(candidates.texts, shown: drawn.reversed(), material) : nil
            let results = await (first, second)
            var answers = [try results.0.get()]
            if let second = try results.1?.get() { answers.append(second) }
            return outcome(answers, own: candidates.own)
        } catch {
            return .failed(error)
        }
    }

    private typealias Answer = (order: Ranking.Order, reason: String?, tally: CallTally)

    private func ask(
        _ texts: [String], shown: [Int], _ material: [String: String]
    ) async -> Result<Answer, GradeFailure> {
        var tally = CallTally()
        var material = material
        // Numbered as they are shown, so that the number tells nothing of the place in the list.
        material["items"] = ShownItems.texts(shown.map { texts[$0] }).lines
        do throws(GradeFailure) {
            let ids = Array(1...shown.count)
            let wanted = ids.map(String.init).joined(separator: ", ")
            let reply = try await call.ask(
                prompt, showing: material, plain: ["wanted": wanted], itemIDs: ids, &tally)
            let ranking = try RankingReply.ranking(in: reply, of: shown.count)
            return .success((.init(shown: shown, ranked: ranking.places.map { shown[$0] }), ranking.reason, tally))
        } catch {
            return .failure(error)
        }
    }

    private func outcome(_ answers: [Answer], own: Int) -> GradeOutcome {
        var tally = CallTally()
        for answer in answers { tally.add(answer.tally) }
        let ranking = Ranking(orders: answers.map(\.order))
        var metadata = tally.metadata(version)
        metadata["item"] = .integer(Int64(own + 1))
        metadata["ranking"] = Self.numbers(ranking.consensus)
        metadata["orders"] = .array(ranking.orders.map { Self.numbers($0.ranked) })
        if answers.count > 1 { metadata["agreement"] = .number(ranking.agreement) }
        metadata["positionBias"] = .number(ranking.positionBias)
        let parts = (0..<ranking.count).map { Grade.Part(name: "\($0 + 1)", value: .numeric(ranking.score(of: $0))) }
        return .graded(
            Grade(
                .numeric(ranking.score(of: own)), comment: Self.comment(ranking, own, answers.first?.reason),
                metadata: metadata, parts: parts))
    }

    private static func numbers(_ items: [Int]) -> JSONValue { .array(items.map { .integer(Int64($0 + 1)) }) }

    private static func comment(_ ranking: Ranking, _ own: Int, _ reason: String?) -> String {
        let place = JSONValue.number(ranking.place(of: own)).text
        let orders = ranking.orders.count == 2 ? ", the mean of two orders" : ""
        let start = "answer \(own + 1) takes place \(place) of \(ranking.count)\(orders)"
        // The reason speaks of the numbers under which the answers were shown.
        guard let reason else { return start }
        let shown = ranking.orders[0].shown.map { "\($0 + 1)" }.joined(separator: ", ")
        return "\(start); shown as \(shown): \(reason.excerpt(600))"
    }
}
