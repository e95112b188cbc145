import Evaluation
import JSON
import Service
import TestSupport
import Testing
import Timing

/// Judges that are paused: what people see of it, and that no event is lost.
struct JudgePauseTests {
    private static let judged = ConfigurationText.make {
        $0.models = [ConfigurationText.judgeModel]
        $0.graders.append(ConfigurationText.judge)
        $0.rules = ["{name: everything, graders: [concise, judge]}"]
    }

    /// Moves the clock until no event waits any more, each time once all of them have come to rest.
    private func settle(_ ids: [String], _ client: ServiceClient, _ clock: ManualClock) async throws {
        try await eventually("every event written") {
            let states = try await states(of: ids, client)
            guard states.allSatisfy({ $0 == "waiting" || $0 == "written" }) else { return false }
            if states.contains("waiting") { clock.advance(by: .seconds(10)) }
            return !states.contains("waiting")
        }
    }

    private func states(of ids: [String], _ client: ServiceClient) async throws -> [String] {
        var states: [String] = []
        for id in ids { states.append(try await client.currentFate(id)?["state"]?.string ?? "") }
        return states
    }

    private func expectPauseShown(_ client: ServiceClient) async throws {
        let ready = try await client.get("/readyz?verbose")
        #expect(ready.status == 200)
        #expect(ready.text.contains("[+] judge judge: paused (auth) since "), "\(ready.text)")
        #expect(!ready.text.contains("127.0.0.1"), "what the model said is in the log only")
        let metrics = try await client.get("/metrics").text
        #expect(metrics.contains(#"gradehook_judge_paused{grader="judge",reason="auth"} 1"#))
        #expect(metrics.contains(#"gradehook_judge_paused{grader="judge",reason="quota"} 0"#))
        #expect(metrics.contains(#"gradehook_judge_pauses_total{grader="judge",reason="auth"} 1"#))
        #expect(client.log.lines.count { $0.contains("judge paused") } == 1)
        #expect(!client.log.text.contains(ConfigurationText.judgeKey))
    }

    @Test func `A judge whose key is refused is paused, shown, resumed by a reload, and every event is kept`()
        async throws
    {
        let clock = ManualClock()
        try await withJudge([.error(401), .verdict(0.5)]) { judge, variables in
            try await withService(Self.judged, variables: variables, clock: clock) { client in
                #expect(try await client.deliver(event("evt-0")).status == 202)
                let first = try await client.fate("evt-0", in: [.waiting])
                #expect(first["detail"]?.string?.contains("judge `judge` is paused since") == true, "\(first)")
                let ids = (1...20).map { "evt-\($0)" }
                for id in ids { #expect(try await client.deliver(event(id)).status == 202) }
                for id in ids {
                    let fate = try await client.fate(id, in: [.waiting])
                    #expect(fate["failures"]?.array?.first?["code"] == "auth")
                }
                #expect(judge.calls.count == 1, "a paused judge is not asked")

                try await expectPauseShown(client)

                try client.service.reload(Self.judged.parse(variables, data: client.folder))
                #expect(client.log.lines.count { $0.contains("judge resumed") } == 1, "\(client.log.text)")
                #expect(try await client.get("/readyz?verbose").text.contains("judge judge") == false)
                #expect(
                    try await client.get("/metrics").text.contains(
                        #"gradehook_judge_paused{grader="judge",reason="auth"} 0"#))
                #expect(try await client.deliver(event("evt-21")).status == 202)
                #expect(try await client.fate("evt-21")["state"] == "written")

                try await settle(["evt-0"] + ids, client, clock)
                #expect(judge.calls.count == 23)
                #expect(try await client.scores().count { $0["name"] == "judge" } == 22)
                #expect(try await client.deadLetters().isEmpty)
            }
        }
    }

    @Test func `After the pause a probe ends it, and what waited is graded`() async throws {
        let clock = ManualClock()
        let script: [FakeModelAnswer] = [.error(401), .verdict(0.5)]
        try await withJudge(script) { judge, variables in
            try await withService(Self.judged, variables: variables, clock: clock) { client in
                let ids = (0..<20).map { "evt-\($0)" }
                for id in ids { #expect(try await client.deliver(event(id)).status == 202) }
                // Those that were under way before the first failure may have their score.
                for id in ids { _ = try await client.fate(id, in: [.waiting, .written]) }
                #expect(try await states(of: ids, client).contains("waiting"))
                try await settle(ids, client, clock)
                #expect(client.log.lines.count { $0.contains("judge paused") } == 1)
                #expect(client.log.lines.count { $0.contains("judge resumed") } == 1)
                #expect(judge.calls.count < 2 * ids.count, "what waits does not ask")
                for id in ids {
                    let attempts = try #require(try await client.fate(id)["attempts"]?.integer)
                    #expect(attempts <= 3, "\(id) took \(attempts)")
                }
            }
        }
    }

    @Test func `A job whose judge stays paused lasts two hours, then is a dead letter that can be tried again`()
        async throws
    {
        let clock = ManualClock()
        let script = Array(repeating: FakeModelAnswer.error(401), count: 8) + [.verdict(0.5)]
        try await withJudge(script) { judge, variables in
            try await withService(Self.judged, variables: variables, clock: clock) { client in
                let start = clock.now()
                #expect(try await client.deliver(event("evt-1")).status == 202)
                for attempt in 1..<8 {
                    let fate = try await eventually("attempt \(attempt)") {
                        let fate = try await client.fate("evt-1", in: [.waiting])
                        return fate["attempts"] == .integer(Int64(attempt)) ? fate : nil
                    }
                    let until = try #require(Timestamp(rfc3339: fate["retryAt"]?.string ?? ""))
                    // The text has milliseconds, the queue microseconds.
                    clock.advance(by: until - clock.now() + .milliseconds(1))
                }
                let dead = try await client.fate("evt-1", in: [.dead])
                #expect(dead["attempts"] == 8)
                #expect(dead["detail"]?.string?.contains("is paused since") == true)
                // 1 + 2 + 4 + 8 + 16 + 32 + 60 minutes at least.
                #expect(clock.now() - start >= .seconds(123 * 60))
                #expect(try await client.scores().map { $0["name"] } == ["concise"])

                let letter = try await eventually("the dead letter") { try await client.deadLetters()["evt-1"] }
                #expect(letter["reason"] == dead["detail"])
                clock.advance(by: .seconds(3_600))
                #expect(try await client.post("/v1/dead-letters/evt-1/retry", "").status == 202)
                #expect(try await client.fate("evt-1", in: [.written])["attempts"] == 1)
                #expect(try await client.scores().count == 2)
                #expect(judge.calls.count == 9)
            }
        }
    }

    @Test func `When judges are paused is configured, and 0 is never`() async throws {
        let patient = ConfigurationText.make {
            $0 = Self.judged
            $0.more = ["auto_pause: {auth: 0, unparseable: 2, first: 5m, longest: 10m}"]
        }
        let clock = ManualClock()
        try await withJudge([.error(401), .error(401), .text("prose")]) { _, variables in
            try await withService(patient, variables: variables, clock: clock) { client in
                for id in ["evt-1", "evt-2", "evt-3"] {
                    #expect(try await client.deliver(event(id)).status == 202)
                    #expect(try await client.fate(id)["state"] == "written")
                }
                #expect(try await client.get("/readyz?verbose").text.contains("judge judge") == false)
                #expect(try await client.deliver(event("evt-4")).status == 202)
                #expect(try await client.fate("evt-4")["failures"]?.array?.first?["code"] == "unparseable")
                let until = clock.now() + .seconds(300)
                let ready = try await client.get("/readyz?verbose").text
                #expect(ready.contains("paused (unparseable)"), "\(ready)")
                #expect(ready.contains("tried again at \(until.rfc3339)"), "\(ready)")
            }
        }
    }
}
