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
            ("precision_at_k", ["x"], [], 0), ("mrr", ["x"], [], 0),
        ] as [(String, JSONValue, JSONValue, Double)])
    func `Repeats and misses count as the formula says`(
        _ kind: String, _ retrieved: JSONValue, _ relevant: JSONValue, _ expected: Double
    ) async throws {
        let number = try await ask(kind, retrieved: retrieved, relevant: relevant).grade?.value.number
        #expect(abs(try #require(number) - expected) < 1e-12)
    }

    @Test(arguments: [("recall_at_k", ["x"]), ("ndcg_at_k", ["x"]), ("ndcg_at_k", [])] as [(String, JSONValue)])
    func `A division by zero is a failure`(_ kind: String, _ retrieved: JSONValue) async throws {
        #expect(try await ask(kind, retrieved: retrieved, relevant: []).failureCode == .invalidInput)
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
    }
}
