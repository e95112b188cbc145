import JSON
import Testing

@Suite struct VectorCoverageTests {
    /// The calls of Python itself that `VectorTests` holds.
    private static let held = [
        "py.eq", "py.strip_eq", "py.lower_eq", "py.nfc_eq", "py.nfkc_casefold_eq", "py.contains", "py.icontains",
        "py.word_count",
    ]

    /// What no kind gives, beside the overlap family's own list.
    private static let leftOut = [
        "py.casefold_eq": "no kind folds case without NFKC; `case_sensitive: false` compares lower case",
        "openjudge.fuzzy_match.partial_ratio": "looks at windows of full length only, by edit distance",
        "openjudge.fuzzy_match.token_sort_ratio": "cuts words with jieba's dictionary",
    ]

    @Test func `Every call of the vector file is held by a table or left out with a reason`() throws {
        let tables = OverlapVectorTable.calls.map(\.metric) + SimilarityVectorTests.calls.map(\.metric)
        let known = Set(tables).union(Self.held).union(OverlapVectorTable.leftOut.keys).union(Self.leftOut.keys)
        for metric in try #require(Vectors.file["metrics"]?.object).keys {
            #expect(known.contains(metric), "\(metric)")
        }
    }
}
