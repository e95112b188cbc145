import Evaluation
import JSON
import Testing

@testable import Graders

@Suite struct SimilarityLimitTests {
    private static let distances = EditMetric.allCases.map(\.rawValue)

    private static func repeated(_ text: String, _ count: Int) -> JSONValue {
        .string(String(repeating: text, count: count))
    }

    @Test(arguments: distances, [("ab", 50_000, "cd", 45_000), ("ab", 50_000, "cd", 50_000)])
    func `Whether texts are near is found out without their distance`(
        _ kind: String, _ texts: (String, Int, String, Int)
    ) async throws {
        let output = Self.repeated(texts.0, texts.1)
        let given = try await outcome(
            kind, ["max_distance": 5], output: output, expected: Self.repeated(texts.2, texts.3))
        #expect(given.grade?.value == .boolean(false), "\(given)")
    }

    @Test(arguments: distances)
    func `A limit on the distance gives what the distance gives`(_ kind: String) async throws {
        var random = RandomUnicode(seed: 7)
        for _ in 0..<25 {
            // Some texts are longer than a band of the table, and differ little.
            let base = (0..<(random.number(below: 2) * 40 + 1)).map { _ in random.text() }.joined()
            let output = JSONValue.string(random.text() + base + random.text())
            let reference = JSONValue.string(random.text() + base + random.text())
            let distance = try #require(
                try await value(kind, ["measure": "distance"], output: output, expected: reference).number)
            for limit in [0, 1, 3, Int64(distance) - 1, Int64(distance), Int64(distance) + 1, 300] where limit >= 0 {
                let near = try await value(
                    kind, ["max_distance": .integer(limit)], output: output, expected: reference)
                #expect(near == .boolean(Int64(distance) <= limit), "\(distance) \(limit)")
            }
        }
    }

    @Test func `A distance above the limit is not named`() async throws {
        let grade = try await outcome("levenshtein", ["max_distance": 1], output: "abc", expected: "xyz").grade
        #expect(grade?.comment == "distance above 1 of at most 3 scalars, allowed 1")
        #expect(grade?.metadata["distance"] == nil && grade?.metadata["maximum"] == 3)
    }

    @Test(
        arguments: [
            ("damerau_levenshtein", [:], "ab", 700, "cd", 5),
            ("sequence_matcher", ["autojunk": false], "aa", 1500, "aa", 2),
        ] as [(String, JSONObject, String, Int, String, Int)])
    func `The work has one bound over all references`(
        _ kind: String, _ parameters: JSONObject, _ output: String, _ length: Int, _ reference: String, _ count: Int
    ) async throws {
        let text = Self.repeated(output, length)
        let one = Self.repeated(reference, length)
        #expect(try await outcome(kind, parameters, output: text, expected: one).grade != nil)
        let all = JSONValue.array([JSONValue](repeating: one, count: count))
        #expect(try await outcome(kind, parameters, output: text, expected: all).failureCode == .limitExceeded)
    }

    @Test(arguments: EditMetric.allCases.filter { ![.hamming, .prefix, .postfix].contains($0) })
    func `What is worked out for one pair is taken from what is left for the next`(_ metric: EditMetric) {
        let (left, right) = (String(repeating: "ab", count: 200), String(repeating: "cd", count: 200))
        var budget = EditBudget(cells: 250_000, singleCells: 250_000)
        #expect(metric.count(left, right, unit: .scalars, budget: &budget) != nil)
        #expect(metric.count(left, right, unit: .scalars, budget: &budget) == nil)
        #expect(metric.count(left, left, unit: .scalars, budget: &budget)?.distance == 0)
    }

    @Test(arguments: FuzzyRatio.allCases)
    func `A ratio takes its work from what is left`(_ ratio: FuzzyRatio) {
        let (left, right) = (String(repeating: "ab", count: 200), String(repeating: "cd", count: 200))
        var budget = EditBudget(cells: 1_000_000_000)
        #expect(ratio.of(left, right, unit: .scalars, budget: &budget) == 0)
        #expect(budget.cells < 1_000_000_000)
        budget.cells = 1000
        #expect(ratio.of(left, right, unit: .scalars, budget: &budget) == nil)
    }

    @Test(arguments: ["jaro", "hamming", "levenshtein", "ratio", "sequence_matcher"])
    func `The output is not read without end`(_ kind: String) async throws {
        let output = Self.repeated("a", 1 << 20)
        let references = JSONValue.array([JSONValue](repeating: "b", count: 16))
        #expect(try await outcome(kind, output: output, expected: references).failureCode == .limitExceeded)
    }

    @Test func `The best reference is the best by the figure asked for`() async throws {
        // Similarities 3 of 4 and 4 of 8; distances 1 and 4.
        let references: JSONValue = ["abcx", "abcdwxyz"]
        func number(_ measure: JSONValue) async throws -> Double? {
            try await value("levenshtein", ["measure": measure], output: "abcd", expected: references).number
        }
        #expect(try await number("similarity") == 4)
        #expect(try await number("distance") == 1)
        #expect(try await number("normalized_similarity") == 0.75)
        #expect(try await number("normalized_distance") == 0.25)
    }
}
