import ChatModels
import Evaluation
import JSON
import Testing

@testable import Judges

@Suite struct ItemJudgeTests {
    private func verdicts(_ labels: [String]) -> String {
        let list = labels.enumerated().map { index, label in
            JSONValue.object([
                "id": .integer(Int64(index + 1)), "reason": .string("reason \(index + 1)"), "verdict": .string(label),
            ])
        }
        return JSONValue.object(["verdicts": .array(list)]).text
    }

    private func items(_ count: Int) -> String {
        JSONValue.object(["items": .array((0..<count).map { .string("Claim \($0 + 1).") })]).text
    }

    private func outcome(
        _ kind: String, _ parameters: JSONObject = [:], _ sample: Sample = .make(input: "q", context: ["a"]),
        _ replies: [String]
    ) async throws -> GradeOutcome {
        await (try judge(kind, parameters, model: ScriptedModel(inTurn: replies))).grade(sample)
    }

    @Test(
        arguments: [
            ("faithfulness", ["supported", "supported", "contradicted", "not_stated"], 0.5),
            ("faithfulness", ["not_stated"], 0), ("faithfulness", ["supported"], 1),
            ("hallucination", ["supported", "supported", "contradicted", "not_stated"], 0.5),
            ("hallucination", ["supported", "contradicted", "contradicted", "not_stated"], 0.75),
            ("answer_relevancy", ["yes", "no", "yes"], 2.0 / 3),
        ] as [(String, [String], Double)])
    func `Claims become a share; what cannot be told is not support`(
        _ kind: String, _ labels: [String], _ wanted: Double
    ) async throws {
        let grade = try #require(try await outcome(kind, [items(labels.count), verdicts(labels)]).grade)
        #expect(grade.value == .numeric(wanted))
        #expect(grade.metadata["calls"] == 2)
        #expect(grade.metadata["promptTokens"] == 20)
        #expect(grade.metadata["items"]?.array?.count == labels.count)
        #expect(grade.metadata["promptHash"]?.string?.split(separator: ", ").count == 2)
    }

    private func outcome(_ kind: String, _ replies: [String]) async throws -> GradeOutcome {
        try await outcome(kind, [:], .make(input: "q", context: ["a"]), replies)
    }

    @Test func `The comment counts, and shows the first that fell short with the reason`() async throws {
        let grade = try await outcome(
            "faithfulness", [items(3), verdicts(["supported", "contradicted", "supported"])])
        #expect(grade.grade?.comment == "2 of 3 claims supported; not: Claim 2. (reason 2)")
        let one = try await outcome("faithfulness", [items(1), verdicts(["supported"])])
        #expect(one.grade?.comment == "1 of 1 claim supported")
    }

    @Test(arguments: ["faithfulness", "hallucination", "answer_relevancy"])
    func `No claims are a skip, not a 1`(_ kind: String) async throws {
        #expect(try await outcome(kind, [#"{"items": []}"#]).isSkipped)
    }

    @Test(
        arguments: [
            #"{"verdicts": [{"id": 1, "verdict": "supported"}]}"#,
            #"{"verdicts": [{"id": 1, "verdict": "supported"}, {"id": 1, "verdict": "supported"}]}"#,
            #"{"verdicts": [{"id": 1, "verdict": "supported"}, {"id": 3, "verdict": "supported"}]}"#,
            #"{"verdicts": [{"id": 1, "verdict": "supported"}, {"id": 2, "verdict": "supported"}, {"id": 2, "verdict": "supported"}]}"#,
            #"{"verdicts": [{"id": 1, "verdict": "supported"}, {"id": 2, "verdict": "yes"}]}"#,
            #"{"verdicts": [{"id": 1, "verdict": "supported"}, {"id": 2}]}"#,
            #"{"verdicts": [{"id": 1, "verdict": "supported"}, {"id": "2", "verdict": "supported"}]}"#,
            #"{"verdicts": ["supported", "supported"]}"#, #"{"verdicts": []}"#,
        ])
    func `A verdict that is missing, doubled, unknown or on nothing is a failure`(_ reply: String) async throws {
        #expect(try await outcome("faithfulness", [items(2), reply]).failure?.code == .schemaViolation)
    }

    @Test func `The last list of verdicts counts, those before may be quoted`() async throws {
        let reply = "The text says \(verdicts(["supported"])) of itself.\n\(verdicts(["contradicted"]))"
        #expect(try await outcome("faithfulness", [items(1), reply]).grade?.value == .numeric(0))
    }

    @Test func `More items than allowed are a failure, not a part of them`() async throws {
        let failure = try await outcome("faithfulness", ["max_items": 2], .make(context: ["a"]), [items(3)]).failure
        #expect(failure?.code == .limitExceeded)
        #expect(failure?.message.contains("max_items") == true)
        let documents = try await outcome(
            "context_relevance", ["max_items": 1], .make(input: "q", context: ["a", "b"]), [""])
        #expect(documents.failure?.code == .limitExceeded)
    }

    @Test(
        arguments: [
            (["yes", "no", "yes"], (1 + 2.0 / 3) / 2), (["no", "yes"], 0.5), (["no", "no"], 0), (["yes"], 1),
            (["no", "no", "yes"], 1.0 / 3),
        ] as [([String], Double)])
    func `Context precision is the average precision of the order`(_ labels: [String], _ wanted: Double) async throws {
        let context = JSONValue.array(labels.map { .string("about \($0)") })
        let given = try await outcome(
            "context_precision", [:], .make(expected: "e", context: context), [verdicts(labels)])
        #expect(abs(try #require(given.grade?.value.number) - wanted) < 1e-12)
    }

    @Test func `Context precision goes by the reference, else by the output`() async throws {
        for (sample, answer) in [
            (Sample.make(output: "given", expected: "wanted", context: ["a"]), "wanted"),
            (Sample.make(output: "given", context: ["a"]), "given"),
        ] {
            let model = ScriptedModel(agreeing: 1)
            _ = await (try judge("context_precision", [:], model: model)).grade(sample)
            #expect(model.requests.first?.messages.last?.content.contains("answer\n\(answer)\nEND") == true)
        }
    }

    @Test(
        arguments: [
            (["a", "b"], ["a", "b"]), ("one text", ["one text"]), ("[\"a\", \"b\"]", ["a", "b"]),
            ([["text": "a", "id": 1], ["page_content": "b"], ["x": 1]], ["a", "b", "{\"x\":1}"]), ([], []), ("", []),
            (nil, []), ("[1] is no list", ["[1] is no list"]),
        ] as [(JSONValue, [String])])
    func `Documents are read as retrievers write them`(_ context: JSONValue, _ texts: [String]) {
        #expect(ContextDocuments.texts(context) == texts)
    }

    @Test func `No documents are nothing to judge, and the model is not asked`() async throws {
        let model = ScriptedModel("")
        let judge = try judge("context_relevance", [:], model: model)
        #expect(await judge.grade(.make(input: "q", context: [])).isSkipped)
        #expect(model.requests.isEmpty)
    }

    @Test func `An item cannot pass for two`() async throws {
        let model = ScriptedModel(agreeing: 1, items: ["One.\n{\"id\": 2, \"text\": \"Two.\"}"])
        let judge = try judge("faithfulness", [:], model: model)
        let grade = try #require(await judge.grade(.make(context: ["a"])).grade)
        #expect(grade.metadata["items"]?.array?.count == 1)
        let asked = try #require(model.requests.last?.messages.last?.content)
        #expect(asked.contains(#"{"id":1,"text":"One.\n{\"id\": 2, \"text\": \"Two.\"}"}"#))
        #expect(asked.contains("none twice: 1."))
    }

    @Test func `The verdict prompt shows the material as one fenced block`() async throws {
        let model = ScriptedModel(agreeing: 1)
        _ = await (try judge("faithfulness", [:], model: model)).grade(.make(context: ["first", "second"]))
        #expect(model.requests.last?.messages.last?.content.contains("material\nfirst\n\nsecond\nEND") == true)
    }

    @Test(
        arguments: [
            ([:], 2, 1, 4, 3, 2 * 0.5 * 0.75 / 1.25), (["beta": 2], 2, 1, 4, 3, 5 * 0.5 * 0.75 / (4 * 0.5 + 0.75)),
            (["mode": "precision"], 2, 1, 4, 3, 0.5), (["mode": "recall"], 2, 1, 4, 3, 0.75), ([:], 0, 0, 3, 0, 0),
            ([:], 2, 0, 3, 0, 0), ([:], 2, 0, 3, 3, 0), ([:], 3, 3, 2, 2, 1),
        ] as [(JSONObject, Int, Int, Int, Int, Double)])
    func `Answer correctness weighs claims both ways`(
        _ parameters: JSONObject, _ said: Int, _ right: Int, _ wanted: Int, _ found: Int, _ score: Double
    ) async throws {
        let model = ScriptedModel { request, _ in
            let text = request.messages.last?.content ?? ""
            let isForward = text.contains("OUT") || text.contains("Said")
            // The output's claims are held against the reference and the other way round.
            let (name, count, good) =
                isForward && !text.contains("Wanted") ? ("Said", said, right) : ("Wanted", wanted, found)
            if request.responseSchema?.name == "items" {
                return .text(JSONValue.object(["items": .array((0..<count).map { .string("\(name) \($0).") })]).text)
            }
            let list: [JSONValue] = (1...max(1, count)).map {
                ["id": .integer(Int64($0)), "reason": "r", "verdict": $0 <= good ? "supported" : "not_stated"]
            }
            return .text(JSONValue.object(["verdicts": .array(list)]).text)
        }
        let judge = try judge("answer_correctness", parameters, model: model)
        let grade = try #require(await judge.grade(.make(output: "OUT", expected: "REF")).grade)
        #expect(abs(try #require(grade.value.number) - score) < 1e-12)
        #expect(model.requests.count == (parameters["mode"] == nil ? (said == 0 ? 3 : 4) : 2))
    }

    @Test(
        arguments: [
            (TwoWayCombination.minimum, TwoWayCount(said: 4, saidSupported: 1, wanted: 2, wantedSupported: 2), 0.25),
            (.minimum, TwoWayCount(said: 0, saidSupported: 0, wanted: 2, wantedSupported: 1), 0.5),
            (.minimum, TwoWayCount(said: 1, saidSupported: 1, wanted: 0, wantedSupported: 0), nil),
            (.precision, TwoWayCount(said: 0, saidSupported: 0, wanted: 2, wantedSupported: 1), nil),
            (.recall, TwoWayCount(said: 2, saidSupported: 0, wanted: 0, wantedSupported: 0), nil),
            (.fBeta(1), TwoWayCount(said: 2, saidSupported: 0, wanted: 0, wantedSupported: 0), nil),
        ] as [(TwoWayCombination, TwoWayCount, Double?)])
    func `Without anything to reckon with there is no number`(
        _ combination: TwoWayCombination, _ count: TwoWayCount, _ wanted: Double?
    ) {
        #expect(combination.value(count) == wanted)
    }

    @Test(
        arguments: [
            ("answer_correctness", ["mode": "recall", "beta": 2], "/graders/0/beta"),
            ("answer_correctness", ["extraction_prompt": "{{output}}"], "/graders/0/extraction_prompt"),
            ("faithfulness", ["prompt": "{{material}}"], "/graders/0/prompt"),
            ("faithfulness", ["extraction_prompt": "{{items}}"], "/graders/0/extraction_prompt"),
            ("summarization", ["extraction_prompt": "{{text}}"], "/graders/0/extraction_prompt"),
            ("role_adherence", [:], "/graders/0"), ("topic_adherence", ["topics": []], "/graders/0/topics"),
            ("faithfulness", ["language": "de"], "/graders/0/language"),
        ] as [(String, JSONObject, String)])
    func `A wrong parameter is an error at its place`(
        _ kind: String, _ parameters: JSONObject, _ pointer: String
    ) throws {
        let error = #expect(throws: JSONReadError.self) { try judge(kind, parameters, model: ScriptedModel("")) }
        #expect(error?.pointer == pointer)
    }

    @Test func `Prompts of one's own take the place of the built-in ones`() async throws {
        let model = ScriptedModel(agreeing: 1)
        let parameters: JSONObject = [
            "prompt": "Hold these:\n{{items}}\nagainst\n{{material}}",
            "extraction_prompt": "List the points of {{text}}",
        ]
        let judge = try judge("faithfulness", parameters, model: model)
        _ = await judge.grade(.make(context: ["a"]))
        #expect(model.requests[0].messages[1].content.hasPrefix("List the points of \nBEGIN"))
        #expect(model.requests[1].messages[1].content.hasPrefix("Hold these:\nBEGIN"))
    }
}
