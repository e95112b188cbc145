import Cryptography
import JSON
import Service
import TestSupport
import Testing
import Timing
import Webhooks

/// What is taken at the door, and what the answer says of each event.
struct DeliveryTests {
    @Test func `A second delivery with the same signed id is a duplicate and is graded once`() async throws {
        try await withService { client in
            #expect(try await client.deliver(event("evt-1"), id: "d-1").status == 202)
            let again = try await client.deliver(event("evt-1"), id: "d-1")
            #expect(again.status == 200)
            #expect(
                again.json == [
                    "accepted": 0, "duplicates": 1, "rejected": 0, "events": [["id": "evt-1", "status": "duplicate"]],
                ])
            #expect(try await client.fate("evt-1")["attempts"] == 1)
            let metrics = try await client.get("/metrics").text
            #expect(metrics.contains(#"gradehook_grades_total{grader="concise",outcome="graded"} 1"#))
            #expect(metrics.contains(#"gradehook_events_total{outcome="duplicate"} 1"#))
        }
    }

    @Test func `A delivery that was refused is no duplicate when it comes again`() async throws {
        try await withService { client async throws in
            let other = client.signature(Array(event("evt-1").utf8), id: "d-1")
            #expect(try await client.post("/v1/events", event("evt-2"), other).status == 401)
            #expect(try await client.deliver("{", id: "d-2").status == 400)
            #expect(try await client.deliver(event("evt-1"), id: "d-1").status == 202)
            #expect(try await client.deliver(event("evt-2"), id: "d-2").status == 202)
        }
    }

    @Test(arguments: ["application/json", "application/x-ndjson"])
    func `Of a batch what makes sense is taken, and the rest is named with its place`(_ type: String) async throws {
        try await withService { client in
            let events = [event("evt-0"), #"{"id":"bad","trace":{}}"#, event("evt-2"), "3"]
            let isArray = type == "application/json"
            let body = isArray ? "[\(events.joined(separator: ","))]" : events.joined(separator: "\n")
            let answer = try await client.deliver(body, type: type)
            #expect(answer.status == 202, "\(answer)")
            #expect(answer.eventStatuses == ["accepted", "rejected", "accepted", "rejected"])
            #expect(answer.json["accepted"] == 2)
            #expect(answer.json["rejected"] == 2)
            let rejected = answer.json["events"]?.array?[1]
            #expect(rejected?["index"] == 1)
            #expect(rejected?["error"]?["code"] == "invalid_event")
            #expect(rejected?["error"]?["pointer"] == "/1/trace")
            #expect(try await client.fate("evt-0")["state"] == "written")
            #expect(try await client.fate("evt-2")["state"] == "written")
        }
    }

    @Test func `A batch without one sound event is refused as a whole, event by event`() async throws {
        try await withService { client in
            let answer = try await client.deliver(#"[{"trace":{}},3]"#)
            #expect(answer.status == 422)
            #expect(answer.code == "invalid_event")
            #expect(answer.eventStatuses == ["rejected", "rejected"])
            #expect(try await client.deliver("[]").json["accepted"] == 0)
        }
    }

    @Test func `A queue that fills up in the middle of a batch says 503, and the retry takes only the rest`()
        async throws
    {
        let small = ConfigurationText.make { $0.queue = "capacity: 2, workers: 0" }
        let leftovers = try await withService(small) { client in
            let batch = "[\((0..<4).map { event("evt-\($0)") }.joined(separator: ","))]"
            let full = try await client.deliver(batch, id: "d-1")
            #expect(full.status == 503, "\(full)")
            #expect(full.code == "queue_full")
            #expect((Int(full["Retry-After"] ?? "") ?? 0) >= 1)
            #expect(full.eventStatuses == ["accepted", "accepted", "refused", "refused"])
            #expect(full.json["accepted"] == 2)
            #expect(try await client.currentFate("evt-3") == nil)
            #expect(try await client.get("/readyz").status == 503)

            let again = try await client.deliver(batch, id: "d-1")
            #expect(again.status == 503)
            #expect(again.eventStatuses == ["duplicate", "duplicate", "refused", "refused"])
        }
        #expect(leftovers.waiting == 2)
        #expect(leftovers.count == 2)
    }

    @Test func `The rest of a batch is taken once there is room`() async throws {
        try await withJudge([.hang, .verdict(1)]) { judge, variables in
            let narrow = ConfigurationText.make {
                $0.models = [ConfigurationText.judgeModel]
                $0.graders = [ConfigurationText.judge]
                $0.rules = ["{name: everything, graders: [judge]}"]
                $0.queue = "capacity: 2, workers: 1, backoff: {base: 1ms, cap: 1ms}"
            }
            try await withService(narrow, variables: variables) { client in
                let batch = "[\((0..<3).map { event("evt-\($0)") }.joined(separator: ","))]"
                #expect(
                    try await client.deliver(batch, id: "d-1").eventStatuses == ["accepted", "accepted", "refused"])
                await judge.waitForCalls(1)
                judge.release(with: .verdict(1))
                let last = try await eventually("room in the queue") {
                    let answer = try await client.deliver(batch, id: "d-1")
                    return answer.status == 503 ? nil : answer
                }
                #expect(last.status == 202)
                #expect(last.eventStatuses == ["duplicate", "duplicate", "accepted"])
                for index in 0..<3 { #expect(try await client.fate("evt-\(index)")["state"] == "written") }
            }
        }
    }

    @Test func `The same event twice in one batch is taken once`() async throws {
        let open = ConfigurationText.make { $0.sources = ["{name: open, signature: {scheme: none}}"] }
        try await withService(open) { client in
            let answer = try await client.post("/v1/events", "[\(event("evt-1")),\(event("evt-1"))]")
            #expect(answer.status == 202, "\(answer)")
            #expect(answer.eventStatuses == ["accepted", "duplicate"])
        }
    }

    @Test func `A packed body is signed as it is sent, or as it was before, as the source says`() async throws {
        let both = ConfigurationText.make {
            $0.sources.append(
                #"{name: unpacked, signature: {scheme: standard_webhooks, secrets: ["${SECRET}"], signed_body: decoded}}"#
            )
        }
        try await withService(both) { client async throws in
            let packed = PackedText.event
            let gzip = [(name: "Content-Encoding", value: "gzip")]
            #expect(try await client.deliver(packed, gzip).status == 202)
            #expect(try await client.fate("evt-gzip")["state"] == "written")

            let plain = Array(#"{"id":"evt-gzip","trace":{"id":"t-gzip","output":"squeezed"}}"#.utf8)
            let headers = client.signature(plain) + gzip
            #expect(try await client.send("POST", "/v1/events", headers, body: packed).code == "signature_mismatch")
            #expect(try await client.send("POST", "/v1/events/unpacked", headers, body: packed).status == 202)
        }
    }

    @Test func `Langfuse's other notifications are answered with 200 and ignored`() async throws {
        let secret = "lf-whsec_0123456789abcdef"
        let langfuse = ConfigurationText.make {
            $0.sources = [#"{name: langfuse, signature: {scheme: langfuse, secrets: ["\#(secret)"]}}"#]
        }
        try await withService(langfuse) { client in
            let body =
                #"{"id":"n-1","type":"prompt-version","apiVersion":"v1","action":"created","prompt":{"name":"p"}}"#
            let signer = try RequestSigner(scheme: .langfuse, secret: Secret(secret))
            let headers = signer.sign(body: Array(body.utf8), id: "unused", at: client.clock.now())
            let answer = try await client.post("/v1/events", body, headers)
            #expect(answer.status == 200, "\(answer)")
            #expect(answer.eventStatuses == ["ignored"])
            #expect(answer.json["accepted"] == 0)
            let fate = try await client.fate("n-1")
            #expect(fate["state"] == "ignored")
            #expect(fate["detail"] == "events of type `prompt-version` hold nothing to grade")
        }
    }

    @Test func `An expired secret is refused, and the next in line is taken`() async throws {
        let two = ConfigurationText.make {
            $0.sources = [
                """
                {name: default, signature: {scheme: standard_webhooks, \
                secrets: [{value: "whsec_b2xkIHNlY3JldCBvZiBvdXJz", expires: "2020-01-01T00:00:00Z"}, "${SECRET}"]}}
                """
            ]
        }
        try await withService(two) { client in
            #expect(try await client.deliver(event("evt-1")).status == 202)
            let old = try RequestSigner(scheme: .standardWebhooks, secret: Secret("whsec_b2xkIHNlY3JldCBvZiBvdXJz"))
            let body = event("evt-2")
            let answer = try await client.post(
                "/v1/events", body, old.sign(body: Array(body.utf8), id: "d", at: client.clock.now()))
            #expect(answer.code == "signature_mismatch")
            #expect(
                try await client.get("/metrics").text.contains(
                    #"gradehook_signature_matches_total{key="1",source="default"} 1"#))
        }
    }
}
