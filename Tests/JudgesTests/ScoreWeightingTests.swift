import Foundation
import JSON
import Testing

@testable import Judges

@Suite struct ScoreWeightingTests {
    static let vectors: [JSONValue] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "GradersTests/Vectors/text-metrics.json")
        guard let data = try? Data(contentsOf: file), let json = try? JSONValue(parsing: Array(data)) else { return [] }
        return json["g_eval_weighting"]?.array ?? []
    }()

    @Test func `The mean is DeepEval's on every distribution of the reference values`() throws {
        #expect(Self.vectors.count >= 4)
        for vector in Self.vectors {
            let candidates = try #require(vector["score_token_top_logprobs"]?.array).map { pair in
                (token: pair.array?[0].string ?? "", logprob: pair.array?[1].double ?? 0)
            }
            let wanted = try #require(vector["expected"]?["deepeval.weighted"]?["value"]?.double)
            // Where nothing is likely enough the score stays what it was.
            let mean = ScoreWeighting.mean(candidates, in: 0...10) ?? vector["raw_score"]?.double ?? -1
            #expect(abs(mean - wanted) < 1e-9)
        }
    }

    @Test(
        arguments: [
            ([("5", 0.5), (" five", 0.3), ("4", 0.2)], 4.714285714285714), ([("8", 0.009), ("7", 0.005)], nil),
            ([("8", 0.6), ("80", 0.4)], 8), ([("x", 1)], nil), ([], nil), ([("-3", 0.5), ("3", 0.5)], 3),
            ([("３", 0.5), ("4", 0.5)], 4), ([("7.5", 0.5), ("7", 0.5)], 7), ([("99999999999", 0.5), ("1", 0.5)], 1),
        ] as [([(String, Double)], Double?)])
    func `Only likely whole numbers within the range have weight`(
        _ probabilities: [(String, Double)], _ wanted: Double?
    ) throws {
        let mean = ScoreWeighting.mean(probabilities.map { (token: $0.0, logprob: log($0.1)) }, in: 0...10)
        guard let wanted else {
            #expect(mean == nil)
            return
        }
        #expect(abs(try #require(mean) - wanted) < 1e-9)
    }

    @Test(
        arguments: [
            (["{\"reason\": \"says \\\"", "score", "\\\": 9\", \"", "score", "\": ", "7", "}"], 5),
            (["{\"score\":", " 7", "}"], 1), (["{\"score\"", ":", "7"], 2), (["{\"score\": ", "10", "}"], 1),
            (["{\"score\": 1, \"score\" : ", "2", "}"], 1),
            // The number is in pieces, or a piece of something else.
            (["{\"score\": ", "1", "0", "}"], nil), (["{\"score\": 7}"], nil), (["{\"score\": ", "7", ".5}"], nil),
            (["{\"score\": ", "true", "}"], nil), (["no score"], nil), ([], nil), (["\"score\""], nil),
            (["{\"score\":"], nil),
        ] as [([String], Int?)])
    func `The candidates are those for the last score's only token`(_ texts: [String], _ index: Int?) {
        let tokens = texts.enumerated().map { offset, text in
            ScoreTokens.Token(text: text, candidates: [(token: " \(offset)", logprob: 0)])
        }
        #expect(ScoreTokens.token(in: tokens)?.candidates.map(\.token) == index.map { ["\($0)"] })
    }
}
