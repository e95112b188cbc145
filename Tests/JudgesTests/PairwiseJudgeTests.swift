import ChatModels
import Evaluation
import JSON
import Testing

@testable import Judges

/// What a model says with the output shown first and with it shown second, and what has to come of it.
struct OrderCase: Sendable, CustomTestStringConvertible {
    var first: String
    var second: String
    var score: Double
    var bias: Double
    var testDescription: String { "\(first) then \(second)" }

    static let all: [OrderCase] = [
        .init(first: "A", second: "B", score: 1, bias: 0), .init(first: "B", second: "A", score: 0, bias: 0),
        .init(first: "tie", second: "tie", score: 0.5, bias: 0), .init(first: "A", second: "A", score: 0.5, bias: 1),
        .init(first: "B", second: "B", score: 0.5, bias: -1), .init(first: "A", second: "tie", score: 0.5, bias: 0.5),
        .init(first: "tie", second: "A", score: 0.5, bias: 0.5),
        .init(first: "B", second: "tie", score: 0.5, bias: -0.5),
    ]
}

@Suite struct PairwiseJudgeTests {
    /// A model that says `first` when "the output" stands before "the other", else `second`.
    private func model(_ first: String, _ second: String) -> ScriptedModel {
        ScriptedModel { request, _ in
            let prompt = request.messages.last?.content ?? ""
            let output = prompt.firstRange(of: "the output of mine")?.lowerBound ?? prompt.endIndex
            let other = prompt.firstRange(of: "the rival answer")?.lowerBound ?? prompt.endIndex
            return .text((["reason": "because", "score": .string(output < other ? first : second)] as JSONValue).text)
        }
    }

    private let sample = Sample.make(output: "the output of mine", expected: "the rival answer")

    @Test func `An attack asks for the answer shown first`() throws {
        let judge = try judge("pairwise", [:], model: ScriptedModel(""))
        let goal = try #require(judge as? any AttackableJudge).attackGoal(.numeric(1))
        #expect(goal.verdict == "A")
        #expect(goal.reply["score"] == "A")
    }

    @Test(arguments: OrderCase.all)
    func `Both orders have to agree, else it is a tie`(_ orders: OrderCase) async throws {
        let model = model(orders.first, orders.second)
        let grade = try #require(await judge("pairwise", [:], model: model).grade(sample).grade)
        #expect(grade.value == .numeric(orders.score))
        #expect(grade.metadata["positionBias"] == .number(orders.bias))
        #expect(grade.metadata["calls"] == 2)
        let comparison = try #require(grade.metadata["comparisons"]?.array?.first)
        let names = ["A": "output", "B": "other", "tie": "tie"]
        let swapped = ["A": "other", "B": "output", "tie": "tie"]
        #expect(comparison["outputFirst"]?.string == names[orders.first])
        #expect(comparison["outputSecond"]?.string == swapped[orders.second])
        let disagrees = names[orders.first] != swapped[orders.second]
        #expect(grade.comment?.contains("disagree") == disagrees)
    }

    @Test func `One order is asked in one call, the same for the same texts, both ways over many`() async throws {
        var firsts = 0
        for index in 0..<40 {
            let sample = Sample.make(output: .string("the output of mine \(index)"), expected: "the rival answer")
            let model = model("A", "B")
            let judge = try judge("pairwise", ["both_orders": false], model: model)
            let grade = try #require(await judge.grade(sample).grade)
            #expect(grade.value == .numeric(1))
            #expect(await judge.grade(sample).grade?.metadata["comparisons"] == grade.metadata["comparisons"])
            #expect(model.requests.count == 2)
            if grade.metadata["comparisons"]?.array?.first?["outputFirst"] != nil { firsts += 1 }
        }
        #expect((5...35).contains(firsts))
    }

    @Test func `Against several answers the score is the mean`() async throws {
        let model = ScriptedModel(preferring: ["quince", "plum", "pear", "medlar"])
        let sample = try Sample.make(trace: [
            "id": "t", "output": "plum", "metadata": ["rivals": ["quince", "pear", "medlar"]],
        ])
        let judge = try judge("pairwise", ["other": "$.metadata.rivals"], model: model)
        let grade = try #require(await judge.grade(sample).grade)
        #expect(grade.value == .numeric(2.0 / 3))
        #expect(grade.metadata["comparisons"]?.array?.compactMap { $0["score"]?.double } == [0, 1, 1])
        #expect(grade.metadata["calls"] == 6 && grade.metadata["positionBias"] == 0)
        #expect(grade.comment?.hasPrefix("better than 2 of 3 answers, a tie with 0") == true)
    }

    @Test func `The reference is shown only where it is not one of the two`() async throws {
        let plain = ScriptedModel(agreeing: "tie")
        _ = await (try judge("pairwise", [:], model: plain)).grade(sample)
        #expect(plain.requests.allSatisfy { $0.messages.last?.content.contains("reference answer:") == false })
        let mapped = ScriptedModel(agreeing: "tie")
        let rival = try Sample.make(trace: [
            "id": "t", "output": "mine", "expectedOutput": "gold", "metadata": ["rival": "theirs"],
        ])
        _ = await (try judge("pairwise", ["other": "$.metadata.rival"], model: mapped)).grade(rival)
        #expect(plain.requests.count == 2 && mapped.requests.count == 2)
        #expect(mapped.requests.allSatisfy { $0.messages.last?.content.contains("gold") == true })
    }

    @Test func `Each answer stands within its own fence`() async throws {
        let model = ScriptedModel(agreeing: "tie")
        _ = await (try judge("pairwise", ["both_orders": false], model: model)).grade(sample)
        let prompt = try #require(model.requests.first?.messages.last?.content)
        #expect(prompt.contains(/BEGIN ([0-9a-f]{32}) answer_a\n[^\n]+\nEND \1 answer_a/))
        #expect(prompt.contains(/BEGIN ([0-9a-f]{32}) answer_b\n[^\n]+\nEND \1 answer_b/))
    }

    @Test func `Too many answers, or none where the path points, are failures`() async throws {
        let model = ScriptedModel(agreeing: "tie")
        let many = Sample.make(output: "x", expected: .array((0...10).map { .string("\($0)") }))
        #expect(await (try judge("pairwise", [:], model: model)).grade(many).failure?.code == .limitExceeded)
        let judge = try judge("pairwise", ["other": "$.metadata.rival"], model: model)
        #expect(await judge.grade(sample).failure?.code == .missingInput)
        #expect(model.requests.isEmpty)
    }

    @Test(arguments: [
        ("other", "metadata.rival"), ("prompt", "Which is better? {{answer_a}}"),
        ("prompt", "{{expected}}{{answer_a}}{{answer_b}}"), ("criteria", ""),
    ])
    func `What cannot be meant is refused where it stands`(_ key: String, _ value: String) {
        let error = #expect(throws: JSONReadError.self) {
            try judge("pairwise", [key: .string(value)], model: ScriptedModel(""))
        }
        #expect(error?.pointer == "/graders/0/\(key)")
    }
}
