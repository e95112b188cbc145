import JSON
import PersonalData
import Synchronization
import Testing

@testable import Evaluation

/// Personal data stays inside: what graders outside see, and what is written of what they say.
@Suite struct RedactionTests {
    /// A grader outside that keeps what it was shown, and says what it is told to.
    final class Witness: Grader {
        let scale: Scale
        let requiredFields: [Sample.Field] = []
        let waits: Bool
        private let outcome: GradeOutcome
        private let seen = Mutex<[Sample]>([])

        init(_ outcome: GradeOutcome = .graded(Grade(.boolean(true))), scale: Scale = .boolean, waits: Bool = true) {
            self.outcome = outcome
            self.scale = scale
            self.waits = waits
        }

        var samples: [Sample] { seen.withLock { $0 } }

        func grade(_ sample: Sample) async -> GradeOutcome {
            seen.withLock { $0.append(sample) }
            return outcome
        }
    }

    private static func suite(_ witness: Witness, _ mapping: InputMapping = .standard) -> GraderSuite {
        GraderSuite([
            ConfiguredGrader(
                name: "g", kind: "witness", grader: .grader(witness), mapping: mapping)
        ])
    }

    private static let everything = Set(PIIType.allCases)

    /// A trace with one and the same address in every corner of it.
    private static func trace() throws -> Trace {
        try TraceDecoder.decode([
            "id": "ada@example.org", "name": "for ada@example.org", "userId": "ada@example.org",
            "sessionId": "s ada@example.org", "tags": ["vip", "ada@example.org"], "environment": "production",
            "input": [["role": "user", "content": "I am ada@example.org"]], "output": "Hello ada@example.org",
            "expectedOutput": ["Ada@Example.org"], "context": ["mail: ada@example.org", "4111 1111 1111 1111"],
            "metadata": ["ada@example.org": ["card": 4_111_111_111_111_111], "count": 42, "ms": 1_700_000_000_000],
            "observations": [
                [
                    "type": "TOOL", "name": "mail", "input": #"{"to":"ada\u0040example.org","card":4111111111111111}"#,
                    "output": #"{"inner":"{\"to\":\"ada@example.org\"}"}"#,
                ]
            ],
        ])
    }

    @Test func `A grader outside sees markers in every corner of the trace`() async throws {
        let witness = Witness()
        let results = await Self.suite(witness).grade(try Self.trace(), with: ["g"], hiding: Self.everything)
        let sample = try #require(witness.samples.first)
        let fields = Sample.Field.allCases.compactMap { sample[$0]?.text }
        let shown =
            [sample.trace.json.text, sample.trace.id] + sample.trace.tags + fields
            + [sample.trace.name, sample.trace.userID, sample.trace.sessionID].compactMap(\.self)
        for text in shown {
            #expect(!text.lowercased().contains("example.org") && !text.contains("\\u0040"), "\(text)")
            #expect(!text.contains("4111"), "\(text)")
        }
        #expect(sample.output == "Hello [EMAIL_1]")
        #expect(sample.expected == ["[EMAIL_1]"])
        #expect(sample.context == ["mail: [EMAIL_1]", "[CARD_1]"])
        #expect(sample.trace.metadata == ["[EMAIL_1]": ["card": "[CARD_1]"], "count": 42, "ms": 1_700_000_000_000])
        #expect(sample[.toolCalls]?.array?.first?["arguments"] == ["to": "[EMAIL_1]", "card": "[CARD_1]"])
        #expect(sample.trace.userID == "[EMAIL_1]")
        guard case .graded(let grade)? = results.first?.outcome else {
            Issue.record("expected a grade")
            return
        }
        #expect(grade.metadata["redacted"] == ["email": 1, "card": 1])
    }

    @Test func `A grader inside sees the trace as it came, and so does one outside without redaction`() async throws {
        let inside = Witness(waits: false)
        let results = await Self.suite(inside).grade(try Self.trace(), with: ["g"], hiding: Self.everything)
        #expect(inside.samples.first?.output == "Hello ada@example.org")
        #expect(results.first?.outcome == .graded(Grade(.boolean(true))))
        let outside = Witness()
        _ = await Self.suite(outside).grade(try Self.trace(), with: ["g"])
        #expect(outside.samples.first?.trace == (try Self.trace()))
    }

    @Test func `What was cut before it came is known by the whole value, which may stand behind it`() async throws {
        let witness = Witness()
        var object = try Self.trace().json.object ?? [:]
        object["input"] = "I am ada@exam…"
        object["output"] = "…1 1111 1111 is the card"
        let trace = try TraceDecoder.decode(.object(object))
        _ = await Self.suite(witness).grade(trace, with: ["g"], hiding: Self.everything)
        let sample = try #require(witness.samples.first)
        #expect(sample.input == "I am [EMAIL_1]…")
        #expect(sample.output == "…[CARD_1] is the card")
        #expect(sample.trace.output == sample.output && sample.trace.json["input"] == sample.input)
    }

    @Test(arguments: [#"{"q":"ada@exam\u2026"}"#, #"["{\"q\":\"ada@exam\\u2026\"}"]"#])
    func `What was cut is known where JSON within a string spells the cut as an escape`(_ raw: String) async throws {
        let witness = Witness()
        var object = try Self.trace().json.object ?? [:]
        object["metadata"] = ["raw": .string(raw)]
        let trace = try TraceDecoder.decode(.object(object))
        #expect(!trace.json.text.unicodeScalars.contains("…"))
        _ = await Self.suite(witness).grade(trace, with: ["g"], hiding: Self.everything)
        let sample = try #require(witness.samples.first)
        let shown = try #require(sample.trace.metadata?.object?["raw"]?.string)
        #expect(shown.contains("[EMAIL_1]") && !shown.contains("ada@"), "\(shown)")
        #expect(!sample.trace.json.text.contains("ada@"))
    }

    @Test func `A path selects from the trace as it came, and what it selects is redacted`() async throws {
        let witness = Witness()
        let mapping = InputMapping(paths: [
            .expected: try JSONPath("$.userId"), .output: try JSONPath("$.tags[?@ == 'ada@example.org']"),
        ])
        _ = await Self.suite(witness, mapping).grade(try Self.trace(), with: ["g"], hiding: [.email])
        #expect(witness.samples.first?.expected == "[EMAIL_1]")
        #expect(witness.samples.first?.output == "[EMAIL_1]")
    }

    /// What a grader may say that quotes the trace, and what may be written of it.
    static let outcomes: [(said: GradeOutcome, written: GradeOutcome)] = [
        (
            .graded(Grade(.boolean(true), comment: "ada@example.org is right, eve@example.org is new")),
            .graded(
                Grade(
                    .boolean(true), comment: "[EMAIL_1] is right, [EMAIL] is new",
                    metadata: ["redacted": ["email": 1, "card": 1]]))
        ),
        (
            .graded(Grade(.boolean(true), metadata: ["items": [["text": "to ada@example.org"]]])),
            .graded(
                Grade(
                    .boolean(true),
                    metadata: ["items": [["text": "to [EMAIL_1]"]], "redacted": ["email": 1, "card": 1]]))
        ),
        (
            .failed(GradeFailure(code: .unparseable, message: "no verdict in the reply: ada@example.org")),
            .failed(GradeFailure(code: .unparseable, message: "no verdict in the reply: [EMAIL_1]"))
        ),
        (.skipped("4111 1111 1111 1111 is no text"), .skipped("[CARD_1] is no text")),
        (
            .graded(Grade(.boolean(true), comment: "`Hello ada@exam…` is not `I am ada@…`")),
            .graded(
                Grade(
                    .boolean(true), comment: "`Hello [EMAIL_1]…` is not `I am [EMAIL_1]…`",
                    metadata: ["redacted": ["email": 1, "card": 1]]))
        ),
        (
            .failed(GradeFailure(code: .unparseable, message: "no number in `ada@ex…`")),
            .failed(GradeFailure(code: .unparseable, message: "no number in `[EMAIL_1]…`"))
        ),
        (.skipped("`4111 1111 11…` is no text"), .skipped("`[CARD_1]…` is no text")),
        (
            .failed(GradeFailure(code: .unavailable, message: "it ended; stderr: no (after: …1111 1111)")),
            .failed(GradeFailure(code: .unavailable, message: "it ended; stderr: no (after: …[CARD_1])"))
        ),
    ]

    @Test(arguments: outcomes) func `What comes back is redacted before anybody writes it`(
        _ said: GradeOutcome, _ written: GradeOutcome
    ) async throws {
        let results = await Self.suite(Witness(said)).grade(try Self.trace(), with: ["g"], hiding: Self.everything)
        #expect(results.map(\.outcome) == [written])
        // A later attempt takes it up as it was written.
        let again = await Self.suite(Witness(said)).grade(
            try Self.trace(), with: ["g"], settled: ["g": written], hiding: Self.everything)
        #expect(again.map(\.outcome) == [written])
    }

    @Test func `A free text is redacted, a label of a closed set is not`() async throws {
        let said = GradeOutcome.graded(Grade(.categorical("203.0.113.7")))
        func value(_ labels: [String]) async throws -> ScoreValue? {
            let witness = Witness(said, scale: Scale(.categorical(labels), direction: .neutral))
            let results = await Self.suite(witness).grade(try Self.trace(), with: ["g"], hiding: Self.everything)
            guard case .graded(let grade)? = results.first?.outcome else { return nil }
            return grade.value
        }
        #expect(try await value([]) == .categorical("[IP]"))
        #expect(try await value(["203.0.113.7", "other"]) == .categorical("203.0.113.7"))
    }

    @Test func `Keys that become alike lose no member, and a repeated key hides nothing`() throws {
        var markers = PIIMarkers(Self.everything)
        let object = try JSONValue(parsing: #"{"ada@example.org":1,"ADA@example.org":2,"b":3}"#)
        #expect(
            try JSONTexts.changed(object) { text in try markers.learn(text) }
                == ["[EMAIL_1]": 1, "[EMAIL_1] (2)": 2, "b": 3])
        let text = JSONValue.string(#"{"a":"ada@example.org","a":"x"}"#)
        #expect(
            try JSONTexts.changed(text) { text in try markers.learn(text) } == .string(#"{"a":"[EMAIL_1]","a":"x"}"#))
    }

    @Test func `The reason why no rule wants a trace holds nothing that any of them hides`() throws {
        let book = RuleBook([
            Rule(name: "a", condition: try RuleBookTests.condition(["user_id": "u"]), graders: ["g"]),
            Rule(
                name: "b", condition: try RuleBookTests.condition(["name": "n"]), graders: ["g"], hiding: [.email]),
        ])
        guard case .filtered(let reason) = book.decide(try Self.trace(), target: Target(traceID: "t")) else {
            Issue.record("expected no rule to want it")
            return
        }
        #expect(reason.contains(#"user_id is "[EMAIL]""#) && reason.contains(#"name is "for [EMAIL]""#), "\(reason)")
        #expect(!reason.contains("example.org"))
    }

    @Test func `A trace that several rules want is redacted for all of them, one that no rule was asked about for any`()
    {
        let book = RuleBook([
            Rule(name: "a", graders: ["g"], hiding: [.email]), Rule(name: "b", graders: ["g"], hiding: [.card]),
            Rule(name: "c", graders: ["g"]),
        ])
        #expect(book.hidden(by: ["a", "b"]) == [.email, .card])
        #expect(book.hidden(by: ["a", "c"]) == [.email])
        #expect(book.hidden(by: ["c"]) == [])
        #expect(book.hidden(by: nil) == [.email, .card])
    }
}
