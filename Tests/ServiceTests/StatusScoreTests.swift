import Evaluation
import JSON
import TestSupport
import Testing

@testable import Service

/// `on_failure: status`: a label that says what became of a grade, and never a number.
struct StatusScoreTests {
    private static let attempts = 3

    private static func configuration(_ more: String = "on_failure: status", rules: String = "[judge]")
        -> ConfigurationText
    {
        .make {
            $0.models = [ConfigurationText.judgeModel]
            $0.graders.append("{name: judge, kind: llm_judge, model: remote, criteria: Is it right?, \(more)}")
            $0.rules = ["{name: everything, graders: \(rules)}"]
            $0.queue += ", max_attempts: \(attempts)"
        }
    }

    /// What is written, as name and value.
    private static func written(_ client: ServiceClient) async throws -> [String: JSONValue] {
        let scores = try await client.scores()
        return Dictionary(scores.map { ($0["name"]?.string ?? "", $0["value"] ?? .null) }) { first, _ in first }
    }

    @Test func `Beside a verdict stands ok, and nothing for tries that failed for now`() async throws {
        try await withJudge([.error(503), .verdict(0.75)]) { _, variables in
            try await withService(Self.configuration(), variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["attempts"] == 2)
                #expect(try await Self.written(client) == ["judge": 0.75, "judge.status": "ok"])
                let status = try await client.scores().first { $0["name"] == "judge.status" }
                #expect(status?["dataType"] == "CATEGORICAL", "\(String(describing: status))")
            }
        }
    }

    @Test func `A final failure writes its code alone, and the fate says so`() async throws {
        try await withJudge([.text("no verdict here")]) { _, variables in
            try await withService(Self.configuration(), variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["state"] == "written", "\(fate)")
                #expect(fate["detail"] == "no grader came to a score, only to a status")
                #expect(fate["failures"]?.array?.map { $0["code"] } == ["unparseable"])
                #expect(try await Self.written(client) == ["judge.status": "unparseable"])
                let status = try await client.scores().first
                #expect(status?["comment"]?.string?.hasPrefix("no verdict in the reply") == true)
            }
        }
    }

    @Test func `The last attempt writes a failure that might have passed, and a later verdict overwrites it`()
        async throws
    {
        let script = Array(repeating: FakeModelAnswer.error(503), count: Self.attempts) + [.verdict(1)]
        try await withJudge(script) { judge, variables in
            try await withService(Self.configuration(), variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                _ = try await client.fate("evt-1", in: [.dead])
                #expect(judge.calls.count == Self.attempts)
                #expect(try await Self.written(client) == ["judge.status": "unavailable"])
                let before = try await client.scores().map { $0["id"] }
                #expect(try await client.post("/v1/dead-letters/evt-1/retry", "").status == 202)
                _ = try await client.fate("evt-1", in: [.written])
                #expect(try await Self.written(client) == ["judge": 1, "judge.status": "ok"])
                let after = try await client.scores().filter { $0["name"] == "judge.status" }.map { $0["id"] }
                #expect(after == before)
            }
        }
    }

    @Test(arguments: ["", "on_failure: nothing"]) func `Unless asked for no status is written, nor for a skip`(
        _ more: String
    ) async throws {
        try await withJudge([.text("no")]) { _, variables in
            try await withService(Self.configuration(more), variables: variables) { client async throws in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                #expect(try await client.fate("evt-1")["state"] == "graded")
                #expect(try await Self.written(client).isEmpty)
            }
        }
        try await withService(
            Self.configuration(), variables: ["JUDGE_URL": "http://127.0.0.1:9/v1"]
        ) { client async throws in
            #expect(try await client.deliver(event("evt-1", output: nil)).status == 202)
            #expect(try await client.fate("evt-1")["state"] == "skipped")
            #expect(try await Self.written(client).isEmpty)
        }
    }

    /// Two graders that cannot stand beside each other, and why.
    static let clashes: [(graders: [String], message: String)] = [
        (
            ["{name: a, kind: length, max: 9, on_failure: status}", "{name: a.status, kind: length, max: 9}"],
            "grader `a.status` writes the score `a.status` already"
        ),
        (
            [
                "{name: x, score_name: s.status, kind: length, max: 9}",
                "{name: a, score_name: s, kind: length, max: 9, on_failure: status}",
            ], "grader `x` writes the score `s.status` already"
        ),
        (
            [
                "{name: a, kind: llm_judge, model: m, criteria: c, on_failure: status,"
                    + " output: {type: scores, scores: {one: {type: boolean}, status: {type: boolean}}}}"
            ], "the grader's own part `status` is written as `a.status` already"
        ),
        (["{name: a, kind: length, max: 9, on_failure: zero}"], "expected one of nothing, status, found `zero`"),
        (
            ["{name: concise, kind: length, max: 9}", "{name: a, kind: all_of, of: [concise], on_failure: status}"],
            "expected one of fail, ignore, zero, found `status`"
        ),
    ]

    @Test(arguments: clashes) func `A name that is taken, or another value, is an error of the configuration`(
        _ graders: [String], _ message: String
    ) throws {
        let configuration = try ConfigurationText.make {
            $0.models = ["{name: m, provider: mock}"]
            $0.graders = graders
            $0.rules = []
        }.parse()
        let error = try #require(throws: ConfigurationError.self) { try ConfigurationCheck.grading(configuration) }
        #expect(error.description.contains(message), "\(error)")
    }
}
