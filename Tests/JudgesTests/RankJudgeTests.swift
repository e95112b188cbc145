import ChatModels
import Evaluation
import JSON
import Testing

@testable import Judges

@Suite struct RankJudgeTests {
    private let answers: JSONValue = ["plum", "pear", "quince", "medlar"]

    private func mapped(_ model: ScriptedModel) throws -> any Grader {
        try judge("rank", ["candidates": "$.metadata.drafts"], model: model)
    }

    private func parts(_ grade: Grade) -> [String: ScoreValue] {
        Dictionary(uniqueKeysWithValues: grade.parts.map { ($0.name, $0.value) })
    }

    @Test func `Every answer gets its place as a score, the first of the list the grader's own`() async throws {
        let model = ScriptedModel(preferring: ["quince", "plum", "medlar", "pear"])
        let grade = try #require(
            await (try judge("rank", [:], model: model)).grade(.make(output: answers)).grade)
        #expect(grade.value == .numeric(2.0 / 3))
        #expect(
            parts(grade)
                == ["1": .numeric(2.0 / 3), "2": .numeric(0), "3": .numeric(1), "4": .numeric(1.0 / 3)])
        #expect(grade.metadata["ranking"] == [3, 1, 4, 2])
        #expect(grade.metadata["orders"] == [[3, 1, 4, 2], [3, 1, 4, 2]])
        #expect(grade.metadata["agreement"] == 1 && grade.metadata["positionBias"] == 0)
        #expect(grade.metadata["item"] == 1 && grade.metadata["calls"] == 2)
    }

    @Test func `The scores of the answers are named beforehand`() throws {
        let judge = try judge("rank", ["max_items": 3], model: ScriptedModel(""))
        #expect(judge.partNames == ["1", "2", "3"])
    }

    @Test func `A model that looks at places alone has told nothing, and that shows`() async throws {
        // Ranks whatever it is shown in the order shown.
        let grade = try #require(
            await (try judge("rank", [:], model: ScriptedModel(agreeing: 1))).grade(.make(output: answers)).grade)
        #expect(parts(grade).values.allSatisfy { $0 == .numeric(0.5) })
        #expect(grade.metadata["agreement"] == 0 && grade.metadata["positionBias"] == 1)
    }

    @Test func `The answers are shown in a drawn order and its reverse, numbered as shown`() async throws {
        let model = ScriptedModel(agreeing: 1)
        _ = await (try judge("rank", [:], model: model)).grade(.make(output: answers))
        let shown = model.requests.map { request in
            (request.messages.last?.content ?? "").split(separator: "\n")
                .compactMap { try? JSONValue(parsing: String($0)) }.filter { $0["id"] != nil }
        }
        #expect(shown.map { $0.compactMap { $0["id"]?.integer } } == [[1, 2, 3, 4], [1, 2, 3, 4]])
        let texts = shown.map { $0.compactMap { $0["text"]?.string } }
        #expect(texts.count == 2 && texts[0] == Array(texts[1].reversed()))
        #expect(Set(texts[0]) == ["plum", "pear", "quince", "medlar"])
    }

    @Test func `The output is ranked among candidates, once even when it is one of them`() async throws {
        let model = ScriptedModel(preferring: ["quince", "plum", "pear"])
        let judge = try mapped(model)
        let beside = try Sample.make(trace: [
            "id": "t", "output": "plum", "metadata": ["drafts": ["pear", ["text": "quince"]]],
        ])
        let first = try #require(await judge.grade(beside).grade)
        #expect(first.value == .numeric(0.5) && first.metadata["item"] == 3 && first.parts.count == 3)
        let among = try Sample.make(trace: [
            "id": "t", "output": "quince", "metadata": ["drafts": ["pear", "quince", "plum"]],
        ])
        let second = try #require(await judge.grade(among).grade)
        #expect(second.value == .numeric(1) && second.metadata["item"] == 2 && second.parts.count == 3)
    }

    @Test func `One answer is nothing to rank, and no list or too long a one is a failure`() async throws {
        let model = ScriptedModel(agreeing: 1)
        let judge = try judge("rank", ["max_items": 3], model: model)
        #expect(await judge.grade(.make(output: ["one"])).isSkipped)
        #expect(await judge.grade(.make(output: "one")).failure?.code == .invalidInput)
        #expect(await judge.grade(.make(output: answers)).failure?.code == .limitExceeded)
        #expect(try await mapped(model).grade(.make(output: "x")).failure?.code == .missingInput)
        #expect(model.requests.isEmpty)
    }

    static let wrong: [JSONValue] = [
        [1, 2, 3], [1, 2, 3, 3], [1, 2, 3, 4, 4], [0, 1, 2, 3], [1, 2, 3, 5], [1, 2, 3, "four"], [1.5, 2, 3, 4],
        [[1, 2, 3, 4]],
        "1, 2, 3, 4", nil,
    ]

    @Test(arguments: wrong) func `An order that is none of all items is a failure`(_ ranking: JSONValue) async throws {
        let reply: JSONValue = ["reason": "x", "ranking": ranking]
        let judge = try judge("rank", [:], model: ScriptedModel(reply.text))
        #expect(await judge.grade(.make(output: answers)).failure?.code == .schemaViolation)
    }

    @Test func `The drawn order is one of all places, the same for the same texts, and depends on each text`() {
        let texts = ["a", "b", "c", "d", "e", "f"]
        let places = DrawnOrder.places(texts)
        #expect(places.sorted() == Array(0..<6))
        #expect(DrawnOrder.places(texts) == places)
        let others = (0..<20).map { DrawnOrder.places(texts.dropLast() + ["f\($0)"]) }
        #expect(Set(others).count > 10)
    }

    @Test func `Two orders that disagree on some pairs agree on the rest`() {
        let ranking = Ranking(orders: [
            .init(shown: [0, 1, 2], ranked: [0, 1, 2]), .init(shown: [2, 1, 0], ranked: [0, 2, 1]),
        ])
        #expect(ranking.agreement == 2.0 / 3)
        // The first call puts all three pairs as shown; the second one of them.
        #expect(abs(ranking.positionBias - 1.0 / 3) < 1e-12)
        #expect(ranking.score(of: 0) == 1 && ranking.score(of: 1) == 0.25 && ranking.score(of: 2) == 0.25)
        #expect(ranking.consensus == [0, 1, 2])
    }
}
