import Evaluation
import Graders
import JSON
import Testing

/// What holds for whole families of texts, and what must not fail on any.
@Suite struct SimilarityPropertyTests {
    static let metrics: [EditMetric] = EditMetric.allCases

    private static func distance(_ metric: EditMetric, _ left: String, _ right: String) throws -> EditCount {
        try #require(metric.count(left, right))
    }

    @Test(arguments: metrics)
    func `A distance is symmetric, bounded, and zero only for equals`(_ metric: EditMetric) throws {
        var random = SeededRandom(state: 11)
        for _ in 0..<150 {
            let (a, b) = (random.text(upTo: 300), random.text(upTo: 300))
            let ab = try Self.distance(metric, a, b)
            #expect(ab == (try Self.distance(metric, b, a)))
            #expect((0...ab.maximum).contains(ab.distance))
            #expect((ab.distance == 0) == a.unicodeScalars.elementsEqual(b.unicodeScalars))
            #expect(try Self.distance(metric, a, a).normalizedSimilarity == 1)
        }
    }

    // Optimal string alignment does not obey it: "CA", "AC", "ABC" are 1 and 1 apart, and 3 in all.
    @Test(arguments: metrics.filter { $0 != .osa })
    func `A distance obeys the triangle`(_ metric: EditMetric) throws {
        var random = SeededRandom(state: 12)
        for _ in 0..<150 {
            let (a, b, c) = (random.text(upTo: 40), random.text(upTo: 40), random.text(upTo: 40))
            let direct = try Self.distance(metric, a, b).distance
            let around = try Self.distance(metric, a, c).distance + (try Self.distance(metric, c, b).distance)
            #expect(direct <= around)
        }
    }

    @Test func `What more kinds of edits allow never costs more`() throws {
        var random = SeededRandom(state: 13)
        for _ in 0..<150 {
            let a = random.text(upTo: 700)
            let b = random.edited(a)
            let counts = try [.damerauLevenshtein, .osa, .levenshtein, .hamming].map {
                try Self.distance($0, a, b).distance
            }
            #expect(counts == counts.sorted())
            #expect(try Self.distance(.indel, a, b).distance <= 2 * counts[2])
            #expect(try Self.distance(.indel, a, b).distance >= counts[2])
        }
    }

    @Test(arguments: [1_000, 2_000, 4_000])
    func `Few edits in a long text are counted`(_ length: Int) throws {
        var random = SeededRandom(state: UInt64(length))
        for _ in 0..<10 {
            let a = random.text(length: length)
            // One letter taken out near the start and one put in near the end shift all between by one.
            var scalars = Array(a.unicodeScalars)
            scalars.remove(at: 3)
            scalars.insert("\u{1}", at: length - 20)
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            let b = String(view)
            #expect(try Self.distance(.levenshtein, a, b).distance == 2)
            #expect(try Self.distance(.osa, a, b).distance == 2)
            #expect(try Self.distance(.indel, a, b).distance == 2)
        }
    }

    @Test func `Long texts that are alike are measured, others are refused at once`() throws {
        var random = SeededRandom(state: 14)
        let a = random.text(length: 100_000)
        let b = random.text(length: 100_000)
        var scalars = Array(a.unicodeScalars)
        for place in stride(from: 50, to: scalars.count, by: 1_000) { scalars[place] = "\u{1}" }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        #expect(EditMetric.levenshtein.count(a, String(view))?.distance == 100)
        #expect(EditMetric.indel.count(a, String(view))?.distance == 200)
        #expect(EditMetric.levenshtein.count(a, b) == nil)
        #expect(EditMetric.damerauLevenshtein.count(a, b) == nil)
        #expect((0...1).contains(JaroSimilarity.jaro(a, b)))
    }

    /// The kinds that compare two texts and give a share.
    static let kinds = GraderCatalogue.kinds.filter { $0.family == .similarity }.map(\.name)

    @Test(arguments: kinds, ["scalars", "graphemes", "words"])
    func `Any texts get a share from 0 to 1, and a text equals itself`(_ kind: String, _ unit: String) async throws {
        var random = SeededRandom(state: 15)
        for _ in 0..<25 {
            let (a, b) = (random.text(upTo: 120), random.text(upTo: 120))
            for (output, expected) in [(a, b), (b, a), (a, a)] {
                let value = try await value(
                    kind, ["unit": .string(unit), "normalize": "nfkc", "case_sensitive": false],
                    output: .string(output), expected: .string(expected))
                let share = try #require(value.number)
                #expect((0...1).contains(share))
                // Ratios of words say 0 where there are none.
                if output == expected && kind.hasPrefix("jaro") { #expect(share > 1 - 1e-12) }
            }
        }
    }

    /// The kinds that grade any text whatever.
    static let kindsForAnyText = Set(
        GraderCatalogue.kinds.filter { [.match, .similarity, .overlap, .structure, .safety].contains($0.family) }
            .map(\.name)
    ).subtracting(["readability", "json_match", "list_contains"])

    @Test(arguments: GraderCatalogue.kinds.filter { $0.family != .aggregators }.map(\.name))
    func `Odd text gets a finite value, or a failure that says what it lacks`(_ kind: String) async throws {
        let parameters = try #require(GraderCatalogue.kind(named: kind)?.examples.first).parameters
        let grader = try grader(kind, parameters)
        var random = SeededRandom(state: 16)
        for _ in 0..<100 {
            let sample = Sample(
                output: .string(random.text(upTo: 200)), expected: .string(random.text(upTo: 200)),
                trace: Trace(id: "t"))
            switch await grader.grade(sample) {
            case .graded(let grade): #expect(grade.value.number?.isFinite == true)
            case .failed(let failure):
                #expect(!Self.kindsForAnyText.contains(kind), "\(failure)")
                #expect([.invalidInput, .missingInput].contains(failure.code))
            case .skipped: Issue.record("nothing to skip")
            }
        }
    }

    @Test(arguments: [("cat", "category", false), ("cat", "a cat.", true), ("日本", "日本語", true)])
    func `Words are found whole`(_ word: String, _ text: String, _ isFound: Bool) async throws {
        let parameters: JSONObject = ["unit": "words", "values": [.string(word)]]
        #expect(try await value("contains", parameters, output: .string(text)) == .boolean(isFound))
    }

    @Test func `Units and spellings decide what an edit is`() async throws {
        let (composed, apart): (JSONValue, JSONValue) = ("caf\u{E9}", "cafe\u{301}")
        for (parameters, distance) in [([:], 2), (["unit": "graphemes"], 1), (["normalize": "nfc"], 0)]
            as [(JSONObject, Double)]
        {
            var parameters = parameters
            parameters["measure"] = "distance"
            #expect(try await value("levenshtein", parameters, output: composed, expected: apart) == .numeric(distance))
        }
        #expect(
            try await value(
                "levenshtein", ["unit": "words", "measure": "distance"], output: "the cat sat",
                expected: "the  dog sat") == .numeric(1))
    }

    @Test func `A measure and a limit exclude each other`() throws {
        let parameters: JSONObject = ["measure": "distance", "max_distance": 2]
        #expect(try configurationError("levenshtein", parameters)?.pointer == "/graders/0/measure")
        #expect(try configurationError("jaro_winkler", ["prefix_weight": 0.3])?.pointer == "/graders/0/prefix_weight")
    }
}
