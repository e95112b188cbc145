import Evaluation
import JSON
import Testing

@Suite struct OverlapVectorTests {
    @Test(arguments: OverlapVectorTable.calls)
    func `Every pair gets the library's value`(_ call: OverlapVectorTable.Call) async throws {
        let grader = try grader(call.kind, call.parameters)
        var compared = 0
        for pair in Vectors.pairs {
            let sample = Sample(
                output: .string(pair.candidate), expected: .string(pair.reference), trace: Trace(id: "t"))
            let outcome = await grader.grade(sample)
            guard let theirs = pair[call.metric] else {
                // Where the library raises there is no value either.
                #expect(outcome.failureCode == .invalidInput, "\(pair.id)")
                continue
            }
            let ours = try #require(outcome.grade?.value.number, "\(pair.id)")
            #expect(abs(ours - theirs / call.whole) <= 1e-9, "\(pair.id): \(ours) for \(theirs)")
            compared += 1
        }
        #expect(compared > 70)
    }

    @Test func `The table names every call of the family's libraries`() throws {
        let calls = Set(OverlapVectorTable.calls.map(\.metric)).union(OverlapVectorTable.leftOut.keys)
        let elsewhere = [
            "openjudge.fuzzy_match", "openjudge.fuzzy_match.partial_ratio", "openjudge.fuzzy_match.token_sort_ratio",
            "openjudge.edit_distance",
        ]
        for metric in try #require(Vectors.file["metrics"]?.object).keys {
            let family = metric.prefix { $0 != "." }
            guard ["sb", "rs", "rs_stem", "nltk", "jiwer", "formula", "sklearn", "openjudge"].contains(family) else {
                continue
            }
            #expect(calls.contains(metric) || elsewhere.contains(metric), "\(metric)")
        }
    }

    // The file's corpora have several texts each, which no grader of single samples sees.
    @Test(
        arguments: [
            "sb.sentence_bleu", "sb.sentence_chrf", "sb.sentence_ter", "nltk.sentence_bleu.method1",
            "nltk.sentence_gleu", "rs.rouge1.fmeasure", "rs.rougeL.fmeasure",
        ])
    func `Several references get the library's value`(_ metric: String) async throws {
        let call = try #require(OverlapVectorTable.calls.first { $0.metric == metric })
        for row in try #require(Vectors.file["multi_reference"]?.array) {
            let theirs = try #require(row["expected"]?[metric]?["value"]?.double)
            let ours = try await value(
                call.kind, call.parameters, output: row["candidate"], expected: row["references"])
            #expect(abs(try #require(ours.number) - theirs / call.whole) <= 1e-9, "\(row["id"]?.text ?? "")")
        }
    }
}
