import Evaluation
import JSON
import TestSupport
import Testing
import Timing

/// Judges that fail: never a number, tried again where that may help, and no burden for the other graders.
struct JudgeFailureTests {
    private static let attempts = 4

    private static let judged = ConfigurationText.make {
        $0.models = [ConfigurationText.judgeModel]
        $0.graders.append(ConfigurationText.judge)
        $0.rules = ["{name: everything, graders: [concise, judge]}"]
        $0.queue += ", max_attempts: \(attempts)"
    }

    @Test(arguments: 0..<attempts)
    func `A judge that fails some times and then works gives one score, and no number before`(_ failures: Int)
        async throws
    {
        let script = Array(repeating: FakeModelAnswer.error(500), count: failures) + [.verdict(0.75)]
        try await withJudge(script) { judge, variables in
            try await withService(Self.judged, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["state"] == "written")
                #expect(fate["attempts"] == .integer(Int64(failures + 1)))
                #expect(fate["failures"] == nil)
                #expect(judge.calls.count == failures + 1)
                let scores = try await client.scores()
                #expect(scores.map { $0["name"] }.count == 2)
                #expect(scores.first { $0["name"] == "judge" }?["value"] == 0.75)
                #expect(scores.first { $0["name"] == "judge" }?["comment"] == "because")
                #expect(
                    try await client.get("/metrics").text.contains(
                        #"gradehook_grades_total{grader="concise",outcome="graded"} 1"#))
            }
        }
    }

    @Test func `A judge that never works leaves the other scores, and a dead letter that can be tried again`()
        async throws
    {
        let script = Array(repeating: FakeModelAnswer.error(503), count: Self.attempts) + [.verdict(0.5)]
        try await withJudge(script) { _, variables in
            try await withService(Self.judged, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1", in: [.dead])
                #expect(fate["attempts"] == .integer(Int64(Self.attempts)))
                #expect(fate["detail"]?.string?.contains("judge: unavailable") == true, "\(fate)")
                #expect(fate["failures"]?.array?.first?["grader"] == "judge")
                #expect(try await client.scores().map { $0["name"] } == ["concise"])

                let letter = try await eventually("the dead letter") { try await client.deadLetters()["evt-1"] }
                #expect(letter["reason"] == fate["detail"])
                #expect(letter["attempts"] == .integer(Int64(Self.attempts)))
                #expect(letter["source"] == "default")

                let retried = try await client.post("/v1/dead-letters/evt-1/retry", "")
                #expect(retried.status == 202)
                #expect(retried.json == ["id": "evt-1", "status": "accepted"])
                let second = try await client.fate("evt-1", in: [.written])
                #expect(second["attempts"] == 1)
                #expect(try await client.scores().count == 2)
                #expect(try await client.deadLetters().isEmpty)
            }
        }
    }

    @Test func `An event that waits says for what and until when`() async throws {
        let slow = ConfigurationText.make {
            $0 = Self.judged
            $0.queue = "backoff: {base: 1h, cap: 1h}"
        }
        try await withJudge([.error(503), .verdict(1)]) { _, variables in
            // A draw from the hour may come to almost nothing; then the judge is asked again at once.
            try await withService(slow, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1", in: [.waiting, .written])
                guard fate["state"] == "waiting" else { return }
                #expect(fate["detail"]?.string?.contains("judge: unavailable") == true)
                let until = try #require(Timestamp(rfc3339: fate["retryAt"]?.string ?? ""))
                #expect(until > client.clock.now() - .seconds(60) && until < client.clock.now() + .seconds(3_600))
            }
        }
    }

    /// Replies that are no verdict, and the code of the failure.
    static let badReplies: [(line: FakeModelAnswer, code: String)] = [
        (.text("I would rather talk about the weather."), "unparseable"), (.text(""), "unparseable"),
        (.text(#"{"score": 7, "reason": "off the scale"}"#), "schema_violation"),
        (.text(#"{"score": "high"}"#), "schema_violation"), (.text(#"{"reason": "no score"}"#), "schema_violation"),
        (.error(400), "invalid_input"),
    ]

    @Test(arguments: badReplies) func `A verdict that is none is a failure in the fate and never a number`(
        _ line: FakeModelAnswer, _ code: String
    ) async throws {
        try await withJudge([line]) { judge, variables in
            try await withService(Self.judged, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["state"] == "written", "\(fate)")
                #expect(fate["failures"]?.array?.map { $0["code"] } == [.string(code)], "\(fate)")
                #expect(judge.calls.count == 1)
                #expect(try await client.scores().map { $0["name"] } == ["concise"])
                let metrics = try await client.get("/metrics").text
                #expect(metrics.contains(#"gradehook_grades_total{grader="judge",outcome="\#(code)"} 1"#))
            }
        }
    }

    @Test func `An event whose only judge cannot judge is graded without a score`() async throws {
        try await withJudge([.text("no")]) { _, variables in
            let only = ConfigurationText.make {
                $0 = Self.judged
                $0.rules = ["{name: everything, graders: [judge]}"]
            }
            try await withService(only, variables: variables) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["state"] == "graded")
                #expect(fate["detail"] == "no grader came to a score")
                #expect(fate["scores"] == nil)
                #expect(try await client.scores().isEmpty)
            }
        }
    }

    @Test func `Grading on the spot that takes too long is answered for, and the log says so`() async throws {
        var impatient = Self.judged
        impatient.server += ", answer_timeout: 100ms"
        try await withJudge([.hang]) { _, variables in
            try await withService(impatient, variables: variables) { client in
                let answer = try await client.post("/v1/grade?grader=judge", #"{"id":"t","output":"Paris"}"#)
                #expect(answer.status == 504, "\(answer)")
                #expect(answer.code == "answer_timeout")
                try await eventually("the log line") {
                    client.log.lines.contains { $0.contains("not answered in time") && $0.contains("/v1/grade") }
                }
                #expect(try await client.get("/livez").status == 200)
            }
        }
    }

    @Test func `Grading on the spot answers with scores and failures alike, and writes nothing`() async throws {
        try await withJudge([.error(500)]) { _, variables in
            try await withService(Self.judged, variables: variables) { client in
                let answer = try await client.post("/v1/grade", #"{"id":"t","input":"?","output":"Paris"}"#)
                #expect(answer.status == 200, "\(answer)")
                let results = answer.json["results"]?.array ?? []
                #expect(results.map { $0["grader"] } == ["concise", "judge"])
                #expect(results.first?["value"] == true)
                #expect(results.last?["failure"]?["code"] == "unavailable")
                #expect(results.last?["value"] == nil)
                #expect(
                    try await client.post("/v1/grade?grader=concise", event("e")).json["results"]?.array?.count == 1)
                let packed = try await client.send(
                    "POST", "/v1/grade?grader=concise", [("Content-Encoding", "gzip")], body: PackedText.event)
                #expect(packed.json["traceId"] == "t-gzip", "\(packed)")
                #expect(try await client.scores().isEmpty)
            }
        }
    }
}
