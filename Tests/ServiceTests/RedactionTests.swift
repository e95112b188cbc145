import Evaluation
import JSON
import PersonalData
import TestSupport
import Testing

@testable import Service

/// From an event with personal data to the model's request and the written score: it never gets out.
struct RedactionTests {
    private static let address = "ada.lovelace@example.org"
    private static let card = "4111 1111 1111 1111"

    private static func configuration(_ rules: String...) -> ConfigurationText {
        .make {
            $0.models = [ConfigurationText.judgeModel]
            $0.graders.append(
                "{name: judge, kind: llm_judge, model: remote, prompt: \"{{input}} {{output}} {{#expected}}{{expected}}{{/expected}}"
                    + " {{#trajectory}}{{trajectory}}{{/trajectory}}\"}")
            $0.rules = rules
        }
    }

    private static let personal = event(
        "evt-1", output: .string("Write to \(address), card \(card)."),
        [
            "input": [["role": "user", "content": .string("I am \(address)")]],
            "expectedOutput": .string(#"{"to":"ada.lovelace\u0040example.org"}"#), "userId": .string(address),
            "observations": [["type": "TOOL", "name": "mail", "input": ["to": .string(address)], "output": "sent"]],
        ])

    /// What must not be in `text`.
    private static func secrets(in text: String) -> [String] {
        ["lovelace", "4111", "\\u0040"].filter { text.contains($0) }
    }

    @Test func `Neither the model's requests nor the written comments hold what a rule redacts`() async throws {
        // The judge quotes what it saw, and makes up an address.
        let reason = "It tells [EMAIL_1] the card [CARD_1]; ask \(Self.address) or eve@example.org."
        try await withJudge([.verdict(0.5, reason: reason)]) { judge, variables in
            let rules = Self.configuration("{name: all, graders: [concise, judge], redact: all}")
            try await withService(rules, variables: variables) { client in
                #expect(try await client.deliver(Self.personal).status == 202)
                #expect(try await client.fate("evt-1")["state"] == "written")
                let bodies = judge.calls.map(\.body.text)
                #expect(bodies.count == 1)
                for body in bodies {
                    #expect(Self.secrets(in: body) == [], "\(body)")
                    #expect(body.contains("Write to [EMAIL_1], card [CARD_1].") && body.contains("I am [EMAIL_1]"))
                }
                let scores = try await client.scores()
                #expect(scores.count == 2)
                for score in scores { #expect(Self.secrets(in: JSONValue.object(score).text) == [], "\(score)") }
                let score = try #require(scores.first { $0["name"] == "judge" })
                #expect(score["value"] == 0.5)
                #expect(score["comment"] == "It tells [EMAIL_1] the card [CARD_1]; ask [EMAIL_1] or [EMAIL].")
                #expect(score["metadata"]?["redacted"] == ["email": 1, "card": 1], "\(score)")
            }
        }
    }

    @Test func `A failure that quotes the reply is redacted too, and other graders see the original`() async throws {
        try await withJudge([.text("I will write to \(Self.address) instead")]) { _, variables in
            let configuration = ConfigurationText.make {
                $0 = Self.configuration("{name: all, graders: [leak, judge], redact: [email, card]}")
                $0.graders.append("{name: leak, kind: pii}")
            }
            try await withService(configuration, variables: variables) { client in
                #expect(try await client.deliver(Self.personal).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["failures"]?.array?.first?["code"] == "unparseable")
                #expect(Self.secrets(in: JSONValue.object(fate).text) == [], "\(fate)")
                #expect(try await client.scores().map { $0["value"] } == [true])
            }
        }
    }

    @Test(arguments: [("", false), ("?grader=judge", false), ("?grader=judge", true)])
    func `Grading on the spot redacts as well, for graders named by hand what any rule redacts`(
        _ query: String, _ isElsewhere: Bool
    ) async throws {
        try await withJudge([.verdict(1, reason: Self.address)]) { judge, variables in
            let other = isElsewhere ? ", when: {name: none}" : ""
            let rules = Self.configuration("{name: all, graders: [judge], redact: all\(other)}")
            try await withService(rules, variables: variables) { client in
                let answer = try await client.post("/v1/grade\(query)", Self.personal)
                #expect(answer.status == 200, "\(answer)")
                #expect(judge.calls.count == 1)
                #expect(Self.secrets(in: judge.calls.map(\.body.text).joined()) == [])
                #expect(answer.json["results"]?.array?.first?["comment"] == "[EMAIL_1]", "\(answer)")
            }
        }
    }

    @Test func `Without redaction the model sees the trace as it came`() async throws {
        try await withJudge([.verdict(1)]) { judge, variables in
            try await withService(Self.configuration("{name: all, graders: [judge]}"), variables: variables) { client in
                #expect(try await client.deliver(Self.personal).status == 202)
                _ = try await client.fate("evt-1")
                #expect(judge.calls.first?.body.text.contains(Self.address) == true)
            }
        }
    }

    @Test(
        arguments: [
            ("all", Set(PIIType.allCases)), ("[all]", Set(PIIType.allCases)), ("[email, ip]", [.email, .ip]),
            ("key", [.key]), ("[]", []),
        ] as [(String, Set<PIIType>)])
    func `A rule names the types, or all`(_ text: String, _ types: Set<PIIType>) throws {
        let configuration = try ConfigurationText.make {
            $0.rules = ["{name: all, graders: [concise], redact: \(text)}"]
        }.parse()
        #expect(try ConfigurationCheck.grading(configuration).rules.rules.map(\.hidden) == [types])
    }

    @Test(
        arguments: [
            ("[emial]", "unknown type `emial`; did you mean `email`?"),
            ("[email, all]", "unknown type `all`; known are email, phone, card, iban, ssn, ip, key, or `all` alone"),
            ("3", "expected a list of strings, found number"),
        ])
    func `Another type is an error at its place`(_ text: String, _ message: String) throws {
        let configuration = try ConfigurationText.make {
            $0.rules = ["{name: all, graders: [concise], redact: \(text)}"]
        }.parse()
        let error = try #require(throws: ConfigurationError.self) { try ConfigurationCheck.grading(configuration) }
        #expect(error.description.hasPrefix("test.yaml:7:"), "\(error)")
        #expect(error.description.hasSuffix(message), "\(error)")
    }
}
