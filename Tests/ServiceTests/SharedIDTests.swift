import Evaluation
import JSON
import TestSupport
import Testing

/// Senders choose the ids of their events: two events may have one, and neither may lose its fate for the other.
struct SharedIDTests {
    private static let sources = ConfigurationText.make {
        $0.sources.append(#"{name: other, signature: {scheme: standard_webhooks, secrets: ["${SECRET}"]}}"#)
    }

    private static func judged(_ queue: String) -> ConfigurationText {
        .make {
            $0 = sources
            $0.models = [ConfigurationText.judgeModel]
            $0.graders = [ConfigurationText.judge]
            $0.rules = ["{name: everything, graders: [judge]}"]
            $0.queue = "workers: 1, \(queue)"
        }
    }

    @Test func `Two sources may send one id, and each has its fate`() async throws {
        try await withService(Self.sources) { client in
            #expect(try await client.deliver(event("evt")).status == 202)
            let first = try await client.fate("evt")
            #expect(first["source"] == "default")
            let empty = Array(event("evt", output: nil).utf8)
            #expect(try await client.deliver(empty, to: "/v1/events/other").status == 202)
            let newest = try await client.fate("evt", in: [.skipped])
            #expect(newest["source"] == "other")
            #expect(try await client.get("/v1/events/evt?source=default").json.object == first)
            #expect(try await client.get("/v1/events/evt?source=other").json["state"] == "skipped")
            let stranger = try await client.get("/v1/events/evt?source=third")
            #expect(stranger.status == 404)
            #expect(stranger.json["detail"]?.string?.contains("third") == true)
        }
    }

    @Test func `The dead letters of one id are put back one by one, of the source that is named first`() async throws {
        let dying = Array(repeating: FakeModelAnswer.error(503), count: 3) + [.verdict(1)]
        try await withJudge(dying) { _, variables in
            try await withService(Self.judged("max_attempts: 1"), variables: variables) { client in
                #expect(try await client.deliver(event("evt"), id: "d1").status == 202)
                #expect(try await client.deliver(event("evt"), id: "d2").status == 202)
                #expect(try await client.deliver(Array(event("evt").utf8), to: "/v1/events/other").status == 202)
                let letters = try await eventually("three dead letters") {
                    let letters = try await client.get("/v1/dead-letters").json["data"]?.array ?? []
                    return letters.count == 3 ? letters : nil
                }
                #expect(letters.map { $0["source"] } == ["other", "default", "default"])
                let retry = "/v1/dead-letters/evt/retry?source=default"
                #expect(try await client.post("/v1/dead-letters/evt/retry?source=nobody", "").status == 404)
                #expect(try await client.post(retry, "").status == 202)
                #expect(try await client.post(retry, "").status == 202)
                #expect(try await client.post(retry, "").status == 404)
                try await eventually("both fates") {
                    try await client.get("/v1/events/evt?source=default").json["state"] == "written"
                }
                #expect(try await client.get("/v1/events/evt?source=other").json["state"] == "dead")
                #expect(try await client.deadLetters()["evt"]?["source"] == "other")
            }
        }
    }

    @Test func `An event that is refused leaves the fate of an earlier one of its id`() async throws {
        try await withJudge([.verdict(1), .hang]) { judge, variables in
            try await withService(Self.judged("capacity: 1"), variables: variables) { client in
                #expect(try await client.deliver(event("evt"), id: "d1").status == 202)
                let fate = try await client.fate("evt", in: [.written])
                #expect(try await client.deliver(event("long")).status == 202)
                await judge.waitForCalls(2)
                #expect(try await client.deliver(event("evt"), id: "d2").code == "queue_full")
                #expect(try await client.currentFate("evt") == fate)
                judge.release(with: .verdict(1))
                _ = try await client.fate("long")
            }
        }
    }
}
