import Evaluation
import Graders
import JSON
import Testing

/// Holds the kinds of character similarity against the libraries that define them.
@Suite struct SimilarityVectorTests {
    /// One reference call: which kind gives its value, with which parameters and on which scale.
    struct Call: Sendable, CustomTestStringConvertible {
        var metric: String
        var kind: String
        var parameters: JSONObject = [:]
        /// What the kind's value is multiplied by to give the library's.
        var factor = 1.0
        /// The pairs for which the library's rule is not ours, and why.
        var exceptions: [String: String] = [:]

        var testDescription: String { metric }
    }

    /// Both texts empty: jellyfish says 0, RapidFuzz and we say 1.
    private static let jellyfishEmpty = ["empty-both": "jellyfish gives two empty texts 0"]

    static let calls: [Call] =
        distances + ratios + [
            Call(metric: "py.eq", kind: "exact_match"),
            Call(metric: "py.startswith", kind: "starts_with"),
            Call(metric: "py.endswith", kind: "ends_with"),
            Call(metric: "rf.jaro.similarity", kind: "jaro"),
            Call(metric: "rf.jaro_winkler.similarity", kind: "jaro_winkler"),
            Call(
                metric: "jf.jaro_similarity", kind: "jaro", parameters: ["unit": "graphemes"],
                exceptions: jellyfishEmpty),
            Call(
                metric: "jf.jaro_winkler_similarity", kind: "jaro_winkler", parameters: ["unit": "graphemes"],
                exceptions: jellyfishEmpty),
            Call(metric: "difflib.ratio", kind: "sequence_matcher"),
            Call(metric: "autoevals.Levenshtein", kind: "levenshtein"),
            Call(metric: "openjudge.edit_distance", kind: "levenshtein"),
            Call(metric: "openjudge.fuzzy_match", kind: "fuzzy_match"),
        ]

    private static let distances: [Call] = [
        ("rf.levenshtein.distance", "levenshtein", "distance"),
        ("rf.levenshtein.normalized_similarity", "levenshtein", "normalized_similarity"),
        ("rf.indel.distance", "indel", "distance"),
        ("rf.indel.normalized_similarity", "indel", "normalized_similarity"),
        ("rf.lcsseq.similarity", "lcs_seq", "similarity"),
        ("rf.osa.distance", "osa", "distance"),
        ("rf.damerau_levenshtein.distance", "damerau_levenshtein", "distance"),
        ("rf.hamming.distance", "hamming", "distance"),
        ("rf.hamming.normalized_similarity", "hamming", "normalized_similarity"),
        ("rf.prefix.similarity", "prefix", "similarity"),
        ("rf.postfix.similarity", "postfix", "similarity"),
        ("jf.levenshtein_distance", "levenshtein", "distance"),
        ("jf.damerau_levenshtein_distance", "damerau_levenshtein", "distance"),
    ].map { metric, kind, measure in
        var parameters: JSONObject = ["measure": .string(measure)]
        // jellyfish counts what people see as one character.
        if metric.hasPrefix("jf.") { parameters["unit"] = "graphemes" }
        return Call(metric: metric, kind: kind, parameters: parameters)
    }

    private static let ratios: [Call] = [
        ("ratio", "ratio"), ("partial_ratio", "partial_ratio"), ("token_sort_ratio", "token_sort_ratio"),
        ("token_set_ratio", "token_set_ratio"), ("token_ratio", "token_ratio"),
        ("partial_token_sort_ratio", "partial_token_sort_ratio"),
        ("partial_token_set_ratio", "partial_token_set_ratio"), ("partial_token_ratio", "partial_token_ratio"),
        ("WRatio", "wratio"), ("QRatio", "qratio"), ("ratio.default_process", "ratio"),
        ("token_sort_ratio.default_process", "token_sort_ratio"),
        ("token_set_ratio.default_process", "token_set_ratio"), ("WRatio.default_process", "wratio"),
    ].flatMap { call, method in
        let parameters: JSONObject = call.hasSuffix(".default_process") ? ["process": "default"] : [:]
        var named = parameters
        named["method"] = .string(method)
        return [
            Call(metric: "rf.fuzz.\(call)", kind: "fuzzy_match", parameters: named, factor: 100),
            Call(metric: "rf.fuzz.\(call)", kind: method, parameters: parameters, factor: 100),
        ]
    }

    @Test(arguments: calls, Vectors.pairs)
    func `Every kind gives the value of its reference call`(_ call: Call, _ pair: Vectors.Pair) async throws {
        guard call.exceptions[pair.id] == nil else { return }
        let expected = try #require(pair[call.metric])
        let value = try await value(
            call.kind, call.parameters, output: .string(pair.candidate), expected: .string(pair.reference))
        let number = try #require(value.number) * call.factor
        #expect(abs(number - expected) <= 1e-9, "\(call.metric) of \(pair.id)")
    }

    @Test func `No call of RapidFuzz, jellyfish or difflib is left out`() throws {
        let metrics = try #require(Vectors.file["metrics"]?.object)
        let wanted = metrics.keys.filter { name in ["rf.", "jf.", "difflib."].contains { name.hasPrefix($0) } }
        #expect(wanted.count == 32)
        #expect(Set(wanted).isSubset(of: Set(Self.calls.map(\.metric))))
    }
}
