import Evaluation
import Graders
import JSON
import Testing

@Suite struct VectorTests {
    @Test func `The vector file has its 78 pairs`() {
        #expect(Vectors.pairs.count == 78)
    }

    @Test(
        arguments: Vectors.pairs,
        [
            ("exact_match", [:], "py.eq"),
            ("exact_match", ["strip": true], "py.strip_eq"),
            ("exact_match", ["case_sensitive": false], "py.lower_eq"),
            ("exact_match", ["normalize": "nfc"], "py.nfc_eq"),
            ("contains", [:], "py.contains"),
            ("icontains", [:], "py.icontains"),
        ] as [(String, JSONObject, String)])
    func `Exact and contained texts equal Python's`(
        _ pair: Vectors.Pair, _ call: (String, JSONObject, String)
    ) async throws {
        let (kind, parameters, metric) = call
        let value = try await value(
            kind, parameters, output: .string(pair.candidate), expected: .string(pair.reference))
        #expect(value.number == pair[metric], "\(kind) \(metric)")
    }

    @Test(arguments: Vectors.pairs)
    func `NFKC equality holds wherever Python's with folded case does`(_ pair: Vectors.Pair) async throws {
        let value = try await value(
            "exact_match", ["normalize": "nfkc", "case_sensitive": false], output: .string(pair.candidate),
            expected: .string(pair.reference))
        // Lower case keeps ß and ss apart, folded case does not.
        guard pair.id != "sharp-s-upper" else { return }
        #expect(value.number == pair["py.nfkc_casefold_eq"])
    }

    @Test(arguments: Vectors.pairs)
    func `Words are counted as Python splits`(_ pair: Vectors.Pair) async throws {
        let count = try #require(pair["py.word_count"])
        let bounds: JSONObject = ["min": .number(count), "max": .number(count)]
        #expect(try await value("word_count", bounds, output: .string(pair.candidate)) == .boolean(true))
    }

    @Test func `Deep equality agrees with autoevals`() async throws {
        for row in try #require(Vectors.file["json"]?.array) {
            let output = try #require(row["output"])
            let expected = try #require(row["expected_value"])
            let theirs = row["expected"]?["autoevals.ExactMatch"]?["value"]?.double
            #expect(
                try await value("exact_match", output: output, expected: expected).number == theirs, "\(row.text)")
        }
    }

    @Test func `Valid JSON agrees with autoevals, except that NaN is not JSON`() async throws {
        for row in try #require(Vectors.file["valid_json"]?.array) where row["schema"]?.isNull == true {
            let output = try #require(row["output"])
            let theirs = row["expected"]?["autoevals.ValidJSON"]?["value"]?.double
            let ours = try await value("is_json", ["allow_scalars": false], output: output).number
            #expect(ours == (output.string == #"{"a":NaN}"# ? 0 : theirs), "\(row.text)")
        }
    }
}
