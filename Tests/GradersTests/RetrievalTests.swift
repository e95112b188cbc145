import Evaluation
import Graders
import JSON
import Testing

@Suite struct RetrievalTests {
    private func ask(
        _ kind: String, _ parameters: JSONObject = [:], retrieved: JSONValue, relevant: JSONValue
    ) async throws -> GradeOutcome {
        let sample = Sample(output: nil, expected: relevant, context: retrieved, trace: Trace(id: "t"))
        return await (try grader(kind, parameters)).grade(sample)
    }

    @Test func `Every metric has the values of the vector file`() async throws {
        let rows = try #require(Vectors.file["retrieval"]?.array)
        #expect(!rows.isEmpty)
        for row in rows {
            for (metric, theirs) in try #require(row["expected"]?.object).members {
                let kind = metric == "average_precision_retrieved" ? "average_precision" : metric
                let (retrieved, relevant) = (try #require(row["retrieved"]), try #require(row["relevant"]))
                let parameters: JSONObject = ["k": try #require(row["k"])]
                let outcome = try await ask(kind, parameters, retrieved: retrieved, relevant: relevant)
                // What has no value there is a failure here.
                guard let theirs = theirs.double else {
                    #expect(outcome.failureCode == .invalidInput)
                    continue
                }
                #expect(abs(try #require(outcome.grade?.value.number) - theirs) <= 1e-9, "\(metric) \(row.text)")
            }
        }
    }

    @Test(
        arguments: [
            ("precision_at_k", ["a", "a", "b"], ["a"], 2.0 / 3), ("recall_at_k", ["a", "a"], ["a", "b"], 0.5),
            ("ndcg_at_k", ["a", "a"], ["a"], 1), ("average_precision", ["x", "a", "a"], ["a"], 0.5),
            ("mrr", ["x"], ["a"], 0), ("mrr", ["x", "y", "a"], ["a"], 1.0 / 3), ("average_precision", ["x"], ["a"], 0),
            // Without a k nothing of the ideal list is cut.
            ("ndcg_at_k", ["a"], ["a", "b", "c"], 1 / 2.1309297535714573),
        ] as [(String, JSONValue, JSONValue, Double)])
    func `Repeats and misses count as the formula says`(
        _ kind: String, _ retrieved: JSONValue, _ relevant: JSONValue, _ expected: Double
    ) async throws {
        let number = try await ask(kind, retrieved: retrieved, relevant: relevant).grade?.value.number
        #expect(abs(try #require(number) - expected) < 1e-12)
    }

    private static let metrics = [
        "precision_at_k", "recall_at_k", "mrr", "hit_at_k", "average_precision", "ndcg_at_k",
    ]

    @Test(arguments: metrics)
    func `Nothing relevant is a failure`(_ metric: String) async throws {
        for retrieved in [["x"], []] as [JSONValue] {
            #expect(try await ask(metric, retrieved: retrieved, relevant: []).failureCode == .invalidInput)
            #expect(
                try await ask("retrieval", ["metric": .string(metric)], retrieved: retrieved, relevant: []).failureCode
                    == .invalidInput)
        }
    }

    @Test(arguments: Array(zip(metrics, [nil, 0, 0, 0, 0, nil] as [Double?])), [.none, 3] as [JSONValue?])
    func `Nothing retrieved is 0, or a failure where the reference has no value`(
        _ row: (String, Double?), _ k: JSONValue?
    ) async throws {
        let outcome = try await ask(row.0, k.map { ["k": $0] } ?? [:], retrieved: [], relevant: ["a"])
        #expect(outcome.grade?.value.number == row.1)
        #expect(row.1 != nil || outcome.failureCode == .invalidInput)
    }

    @Test(arguments: [(.none, 0.1), (1, 1), (4, 0.25), (20, 0.1)] as [(JSONValue?, Double)])
    func `All relevant ones count but for a given k`(_ k: JSONValue?, _ precision: Double) async throws {
        let relevant = JSONValue.array((1...10).map { .string("d\($0)") })
        var parameters: JSONObject = ["divide_by": "relevant"]
        parameters["k"] = k
        let outcome = try await ask("average_precision", parameters, retrieved: ["d1"], relevant: relevant)
        #expect(outcome.grade?.value == .numeric(precision))
        // The ideal gain of ten is 4.5435594…, of one 1.
        let gain = try await ask("ndcg_at_k", k.map { ["k": $0] } ?? [:], retrieved: ["d1"], relevant: relevant)
        let wanted = k == 1 ? 1 : k == 4 ? 1 / 2.5616063116448506 : 1 / 4.543559338088346
        #expect(abs(try #require(gain.grade?.value.number) - wanted) < 1e-12)
    }

    @Test func `Average precision may count what was not found`() async throws {
        let outcome = try await ask(
            "average_precision", ["divide_by": "relevant", "k": 2], retrieved: ["a", "x"], relevant: ["a", "b", "c"])
        #expect(outcome.grade?.value == .numeric(0.5))
    }

    @Test func `Graded relevance weighs the gain`() async throws {
        let outcome = try await ask(
            "ndcg_at_k", ["graded": true], retrieved: ["b", "a"], relevant: ["a": 3, "b": 1, "c": 0])
        // (1 + 3 / log2(3)) / (3 + 1 / log2(3)).
        #expect(abs(try #require(outcome.grade?.value.number) - 0.7967075809905066) < 1e-9)
        let list: JSONValue = [["id": "a", "relevance": 3], ["id": "b", "relevance": 1]]
        let same = try await ask("ndcg_at_k", ["graded": true], retrieved: ["b", "a"], relevant: list)
        #expect(same.grade?.value == outcome.grade?.value)
        #expect(
            try await ask("ndcg_at_k", ["graded": true], retrieved: ["b"], relevant: ["b"]).failureCode
                == .invalidInput)
    }

    @Test func `Ids are found by their path`() async throws {
        let retrieved: JSONValue = [["document": ["key": "a"]], ["document": ["key": "b"]]]
        let parameters: JSONObject = ["ids": "$.document.key"]
        let relevant: JSONValue = [["document": ["key": "b"]]]
        #expect(
            try await ask("mrr", parameters, retrieved: retrieved, relevant: relevant).grade?.value == .numeric(0.5))
        #expect(try await ask("mrr", retrieved: retrieved, relevant: ["b"]).failureCode == .invalidInput)
        #expect(try configurationError("mrr", ["ids": "key"])?.pointer == "/graders/0/ids")
        #expect(try configurationError("mrr", ["ids": "$[?match(@, '(')]"])?.message.contains("at byte") == true)
    }

    @Test func `A path of ids may match, and one that is given up is a failure`() async throws {
        let retrieved: JSONValue = [["a": "note", "b": "doc-7"]]
        let parameters: JSONObject = ["ids": "$[?search(@, '^doc')]"]
        let relevant: JSONValue = [["b": "doc-7"]]
        #expect(try await ask("mrr", parameters, retrieved: retrieved, relevant: relevant).grade?.value == .numeric(1))
        let endless: JSONValue = [["a": .string(String(repeating: "a", count: 64) + "!")]]
        let costly: JSONObject = ["ids": "$[?match(@, '(a|aa)+')]"]
        let outcome = try await ask("mrr", costly, retrieved: endless, relevant: [["b": "a"]])
        #expect(outcome.failureCode == .limitExceeded)
    }
}
