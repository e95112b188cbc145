import Evaluation
import JSON
import TestSupport
import Testing
import Timing

/// A Langfuse that fails: every score arrives once it can, and what it refuses is never lost silently.
struct LangfuseFaultTests {
    private static let toLangfuse = ConfigurationText.make {
        $0.langfuse = ConfigurationText.langfuse.replacing("timeout: 5s", with: "timeout: 300ms")
        $0.graders.append("{name: paris, kind: contains, values: [Paris]}")
        $0.rules = ["{name: everything, graders: [concise, paris]}"]
        $0.sinks = ["langfuse"]
        $0.queue += ", max_attempts: 1000"
    }

    /// Faults of the score routes that pass.
    static let passing: [[FakeLangfuse.Fault]] = [
        [.tooManyRequests(retryAfter: 2)], [.tooManyRequests(inBody: 3)], [.tooManyRequests()],
        Array(repeating: .status(500), count: 7), [.status(502), .garbage, .status(503)], [.hang, .hang],
        [.dropConnection, .dropConnection],
        [.status(401)],
    ]

    @Test(arguments: passing, [FakeLangfuse.Mode.v3, .v4])
    func `Scores arrive once Langfuse takes them`(_ faults: [FakeLangfuse.Fault], _ mode: FakeLangfuse.Mode)
        async throws
    {
        // Waits move this clock instead of lasting.
        let clock = ManualClock(advancesWhenSlept: true)
        try await withFakeLangfuse(FakeLangfuse(mode: mode, takesArrays: mode == .v4, time: clock)) { fake, url in
            for fault in faults {
                fake.fail(.scores, fault)
                fake.fail(.ingestion, fault)
            }
            try await withService(Self.toLangfuse, variables: ["LANGFUSE_URL": url], clock: clock) {
                client async throws in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                #expect(try await client.fate("evt-1")["state"] == "written")
                #expect(fake.scores.map(\.name).sorted() == ["concise", "paris"])
                #expect(fake.scores.allSatisfy { $0.body["traceId"] == "trace-evt-1" })
            }
        }
    }

    @Test(arguments: [FakeLangfuse.Mode.v3, .v4])
    func `A score that Langfuse refuses is a dead letter with the reason, and the other is written`(
        _ mode: FakeLangfuse.Mode
    ) async throws {
        try await withFakeLangfuse(FakeLangfuse(mode: mode, takesArrays: mode == .v4)) { fake, url in
            let target = Target(traceID: "trace-evt-1")
            fake.reject(scoreIDs: [ScoreIdentity.id(project: "default", target: target, name: "paris")])
            try await withService(Self.toLangfuse, variables: ["LANGFUSE_URL": url]) { client in
                #expect(try await client.deliver(event("evt-1")).status == 202)
                let fate = try await client.fate("evt-1")
                #expect(fate["state"] == "dead")
                #expect(fate["detail"]?.string?.contains("langfuse refused score `paris`") == true, "\(fate)")
                #expect(fate["detail"]?.string?.contains("refused on order") == true, "\(fate)")
                #expect(fake.scores.map(\.name) == ["concise"])
                let letter = try await eventually("the dead letter") { try await client.deadLetters()["evt-1"] }
                #expect(letter["reason"] == fate["detail"])
                let metrics = try await client.get("/metrics").text
                #expect(metrics.contains(#"gradehook_score_writes_total{outcome="rejected",sink="langfuse"} 1"#))
                #expect(metrics.contains(#"gradehook_score_writes_total{outcome="written",sink="langfuse"} 1"#))

                fake.reject(scoreIDs: [])
                #expect(try await client.post("/v1/dead-letters/evt-1/retry", "").status == 202)
                #expect(try await client.fate("evt-1", in: [.written])["state"] == "written")
                #expect(fake.scores.count == 2)
            }
        }
    }

    @Test func `A Langfuse that is away stops neither events nor the scores in the store`() async throws {
        let clock = ManualClock(advancesWhenSlept: true)
        let both = ConfigurationText.make {
            $0 = Self.toLangfuse
            $0.sinks = ["sqlite", "langfuse"]
            $0.queue = "backoff: {base: 1ms, cap: 1ms}, max_attempts: 2"
        }
        // A port that nobody listens on.
        try await withService(both, variables: ["LANGFUSE_URL": "http://127.0.0.1:1"], clock: clock) { client in
            #expect(try await client.get("/readyz").status == 200)
            #expect(try await client.deliver(event("evt-1")).status == 202)
            let fate = try await client.fate("evt-1")
            #expect(fate["state"] == "dead")
            #expect(fate["detail"]?.string?.hasPrefix("langfuse: ") == true, "\(fate)")
            #expect(try await client.scores().count == 2)
            #expect(try await client.get("/readyz?verbose").text.contains("[+] langfuse: away\n"))
            #expect(client.log.text.contains("langfuse did not answer"))
        }
    }

    @Test(arguments: [FakeLangfuse.Mode.v3, .v4])
    func `An event that only names its trace is graded with what Langfuse has`(_ mode: FakeLangfuse.Mode) async throws {
        let clock = ManualClock(advancesWhenSlept: true)
        try await withFakeLangfuse(FakeLangfuse(mode: mode, time: clock)) { fake, url in
            try await withService(Self.toLangfuse, variables: ["LANGFUSE_URL": url], clock: clock) { client in
                #expect(try await client.deliver(#"{"id":"evt-1","traceId":"t-1"}"#).status == 202)
                // The trace comes later than the event that names it.
                await fake.waitForRequests(mode == .v3 ? 1 : 2, to: mode == .v3 ? .trace : .observations)
                fake.add(trace: ["id": "t-1", "timestamp": "2026-08-20T10:00:00.000Z", "output": "Paris it is"])
                fake.add(observation: Self.observation)
                let fate = try await client.fate("evt-1")
                #expect(fate["state"] == "written", "\(fate)")
                #expect(fake.scores.map { $0.body["value"] } == [1, 1])
                #expect(fake.scores.allSatisfy { $0.timestamp == Timestamp(rfc3339: "2026-08-20T10:00:00Z") })
            }
        }
    }

    private static let observation: JSONObject = [
        "id": "o-1", "traceId": "t-1", "parentObservationId": nil, "startTime": "2026-08-20T10:00:00.000Z",
        "endTime": "2026-08-20T10:00:09.000Z", "updatedAt": "2026-08-20T10:01:00.000Z", "name": "root",
        "isRootObservation": true, "input": "", "output": "Paris it is", "environment": "production", "metadata": [:],
    ]

    @Test func `A reference without a Langfuse to read it from is dead, and says why`() async throws {
        try await withService { client in
            #expect(try await client.deliver(#"{"id":"evt-1","traceId":"t-1"}"#).status == 202)
            let fate = try await client.fate("evt-1")
            #expect(fate["state"] == "dead")
            #expect(fate["detail"]?.string?.contains("no `langfuse` section") == true)
        }
    }

    @Test(arguments: [FakeLangfuse.Mode.v3, .v4])
    func `A retry after midnight UTC overwrites the scores of the day before`(_ mode: FakeLangfuse.Mode) async throws {
        let clock = ManualClock(now: Timestamp(rfc3339: "2026-11-20T23:59:58Z")!)
        let judged = ConfigurationText.make {
            $0 = Self.toLangfuse
            $0.models = [ConfigurationText.judgeModel]
            $0.graders.append(ConfigurationText.judge)
            $0.rules = ["{name: everything, graders: [concise, judge]}"]
        }
        try await withJudge([.error(500), .verdict(1)]) { _, variables in
            try await withFakeLangfuse(FakeLangfuse(mode: mode, takesArrays: mode == .v4, time: clock)) { fake, url in
                let all = variables.merging(["LANGFUSE_URL": url]) { first, _ in first }
                try await withService(judged, variables: all, clock: clock) { client in
                    #expect(try await client.deliver(event("evt-1")).status == 202)
                    _ = try await client.fate("evt-1", in: [.waiting])
                    #expect(fake.scores.map(\.name) == ["concise"])
                    clock.advance(by: .seconds(3_600))
                    try await eventually("the second attempt") {
                        clock.advance(by: .seconds(1))
                        return try await client.currentFate("evt-1")?["state"] == "written"
                    }
                    #expect(fake.scores.map(\.name).sorted() == ["concise", "judge"])
                    #expect(fake.scores.first { $0.name == "concise" }?.writes == 2)
                    #expect(fake.scores.allSatisfy { $0.timestamp == Timestamp(rfc3339: "2026-11-20T23:59:58Z") })
                }
            }
        }
    }
}
