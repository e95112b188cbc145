import Evaluation
import Graders
import JSON
import Testing

@Suite struct LevenshteinTests {
    private static let alphabets: [[Unicode.Scalar]] = [
        ["a", "b"], ["a", "b", "c", "d", "e", "f", " "], ["a", "é", "ß", "ÿ", "Ā"],
        (0..<300).compactMap { Unicode.Scalar(0x4E00 + $0) }, ["a", "字", "𝐀", "👩", "\u{200D}", "\u{301}"],
    ]

    private static func text(_ length: Int, _ alphabet: [Unicode.Scalar], _ random: inout SeededRandom) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<length { text.append(alphabet[Int.random(in: alphabet.indices, using: &random)]) }
        return String(text)
    }

    /// The definition, cell by cell.
    private static func reference(_ left: String, _ right: String) -> Int {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = min(diagonal + (a == b ? 0 : 1), row[j] + 1, row[j + 1] + 1)
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }

    private static func distance(_ left: String, _ right: String) throws -> EditCount {
        try #require(EditMetric.levenshtein.count(left, right))
    }

    @Test(arguments: [0, 1, 2, 31, 63, 64, 65, 100, 127, 128, 129, 192, 193, 260])
    func `Blocks of 64 give the same distance as the definition`(_ length: Int) throws {
        var random = SeededRandom(state: UInt64(length))
        for alphabet in Self.alphabets {
            for other in [0, 1, 5, length, length + 1, length + 70] {
                let left = Self.text(length, alphabet, &random)
                let right = Self.text(other, alphabet, &random)
                let distance = try Self.distance(left, right)
                #expect(distance.distance == Self.reference(left, right))
                #expect(distance.maximum == max(length, other))
            }
        }
    }

    @Test func `A distance is symmetric, bounded, zero only for equals, and obeys the triangle`() throws {
        var random = SeededRandom(state: 7)
        for round in 0..<300 {
            let alphabet = Self.alphabets[round % Self.alphabets.count]
            let a = Self.text(Int.random(in: 0...90, using: &random), alphabet, &random)
            let b = Self.text(Int.random(in: 0...90, using: &random), alphabet, &random)
            let c = Self.text(Int.random(in: 0...90, using: &random), alphabet, &random)
            let ab = try Self.distance(a, b)
            #expect(ab == (try Self.distance(b, a)))
            #expect(ab.distance >= abs(a.unicodeScalars.count - b.unicodeScalars.count))
            #expect(ab.distance <= ab.maximum)
            #expect((0...1).contains(ab.normalizedSimilarity))
            #expect((ab.distance == 0) == a.unicodeScalars.elementsEqual(b.unicodeScalars))
            #expect(try Self.distance(a, a).distance == 0)
            #expect(ab.distance <= (try Self.distance(a, c).distance) + (try Self.distance(c, b).distance))
        }
    }

    @Test func `Composed and decomposed letters differ, as in RapidFuzz`() throws {
        #expect(try Self.distance("caf\u{E9}", "cafe\u{301}").distance == 2)
    }

    @Test func `The most similar of several references counts`() async throws {
        let outcome = try await outcome("levenshtein", output: "kitten", expected: ["dog", "sitten", "sitting"])
        #expect(outcome.grade?.value == .numeric(1 - 1.0 / 6))
        #expect(outcome.grade?.comment == "distance 1 of at most 6 scalars")
    }

    @Test(arguments: [(2, false), (3, true), (4, true)])
    func `max_distance makes it a yes or no`(_ limit: Int64, _ isWithin: Bool) async throws {
        let parameters: JSONObject = ["max_distance": .integer(limit)]
        #expect(try await value("levenshtein", parameters, output: "kitten", expected: "sitting") == .boolean(isWithin))
        #expect(try grader("levenshtein", parameters).scale == .boolean)
    }

    @Test func `Texts too long to compare fail instead of taking minutes`() async throws {
        let long = JSONValue.string(String(repeating: "ab", count: 20_000))
        let other = JSONValue.string(String(repeating: "cd", count: 20_000))
        #expect(try await outcome("levenshtein", output: long, expected: other).failureCode == .limitExceeded)
        #expect(try await value("levenshtein", output: long, expected: long) == .numeric(1), "equal ends cost nothing")
    }
}
