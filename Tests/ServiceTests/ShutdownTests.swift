import Evaluation
import JSON
import ScoreStore
import TestSupport
import Testing

@testable import Langfuse
@testable import Service

struct ShutdownTests {
    private static func judged(_ drainTimeout: String, workers: Int = 1) -> ConfigurationText {
        .make {
            $0.server = "threads: 2, drain_timeout: \(drainTimeout)"
            $0.models = [ConfigurationText.judgeModel]
            $0.graders = [ConfigurationText.judge]
            $0.rules = ["{name: everything, graders: [judge]}"]
            $0.queue = "workers: \(workers)"
        }
    }

    @Test func `A stop in the middle of quick jobs leaves nothing undone`() async throws {
        try await withTemporaryFolder { folder in
            let leftovers = try await withService(variables: ["DATA": folder]) { client async throws in
                let batch = "[\((0..<200).map { event("evt-\($0)") }.joined(separator: ","))]"
                #expect(try await client.deliver(batch).json["accepted"] == 200)
                client.stop()
                #expect(try await client.run.value.count == 0)
                #expect(client.log.text.contains("stopped; nothing was left undone"))
            }
            #expect(leftovers.count + leftovers.dead == 0)
            let database = try await ScoreDatabase.open(path: folder + "/gradehook.sqlite")
            #expect(try await database.scores(limit: 1_000).scores.count == 200)
            #expect(try await database.fateCounts() == ["written": 200])
            await database.close()
        }
    }

    @Test func `A stop while a judge hangs waits for the time set, and says by number what is left`() async throws {
        try await withJudge([.hang]) { judge, variables in
            let leftovers = try await withService(Self.judged("100ms"), variables: variables) { client in
                #expect(try await client.deliver("[\(event("1")),\(event("2")),\(event("3"))]").json["accepted"] == 3)
                await judge.waitForCalls(1)
                client.stop()
                let left = try await client.run.value
                #expect(left.running == 1)
                #expect(left.waiting == 2)
                #expect(client.log.text.contains("stopped with jobs undone"))
                #expect(client.log.text.contains("running=1 waiting=2"))
            }
            #expect(leftovers.count == 3)
            #expect(judge.calls.count == 1)
        }
    }

    @Test func `A second stop does not wait for the judge`() async throws {
        try await withJudge([.hang]) { judge, variables in
            let leftovers = try await withService(Self.judged("1h"), variables: variables) { client in
                #expect(try await client.deliver(event("1")).status == 202)
                await judge.waitForCalls(1)
                client.stop()
                client.stop()
                _ = try await client.run.value
            }
            #expect(leftovers.running == 1)
        }
    }

    /// How long the drain may take, and how often the service is told to stop.
    @Test(.timeLimit(.minutes(2)), arguments: [("1h", 2), ("50ms", 1)])
    func `A second stop does not wait for a Langfuse that hangs, nor does the end of the time set`(
        _ drainTimeout: String, _ stops: Int
    ) async throws {
        let patient = ConfigurationText.make {
            $0.server = "threads: 2, drain_timeout: \(drainTimeout)"
            $0.langfuse = ConfigurationText.langfuse.replacing("timeout: 5s", with: "timeout: 5m")
        }
        try await withFakeLangfuse(FakeLangfuse(mode: .v3)) { fake, url in
            fake.hold(.health)
            let leftovers = try await withService(patient, variables: ["LANGFUSE_URL": url]) { client async throws in
                // The question asked at the start is under way; the job needs its answer.
                await fake.waitForRequests(1, to: .health)
                #expect(try await client.deliver(#"{"id":"evt-1","traceId":"t-1"}"#).status == 202)
                try await eventually("the wait for Langfuse") {
                    client.service.pipeline.langfuse?.probe.waiting == 1
                }
                for _ in 0..<stops { client.stop() }
                #expect(try await client.run.value.running == 1)
                // What was cancelled has ended; it was not given up on.
                #expect(!client.log.text.contains("without waiting any longer"), "\(client.log.text)")
            }
            #expect(leftovers.running == 1)
        }
    }

    /// Whether a new connection to `port` is closed without an answer.
    private static func isClosed(_ port: UInt16) async throws -> Bool {
        let connection = try RawConnection(port: port)
        await connection.send("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return try await connection.readToEnd().isEmpty
    }

    @Test func `While the service drains events are refused with 503, and the job under way is finished`() async throws
    {
        try await withJudge([.hang, .verdict(1)]) { judge, variables in
            let leftovers = try await withService(Self.judged("1h"), variables: variables) { client in
                let (held, probing) = (try RawConnection(port: client.port), try RawConnection(port: client.port))
                for connection in [held, probing] {
                    await connection.send("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
                    #expect(try await connection.response().status == 200)
                }
                #expect(try await client.deliver(event("1")).status == 202)
                await judge.waitForCalls(1)
                client.stop()
                try await eventually("the end of listening") {
                    try await Self.isClosed(client.port)
                }
                await probing.send("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
                let ready = try await probing.response()
                #expect(ready.status == 503)
                #expect(ready.text.contains("[-] draining"))
                #expect(ready["Connection"] == "close")

                let body = event("2")
                let head = client.signature(Array(body.utf8)).map { "\($0.name): \($0.value)\r\n" }.joined()
                await held.send(
                    "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\(head)\r\n\(body)")
                let refused = try await held.response()
                #expect(refused.status == 503)
                #expect(try JSONValue(parsing: refused.body)["code"] == "draining")
                #expect((Int(refused["Retry-After"] ?? "") ?? 0) >= 1)
                // The held request fails, and its job is tried once more.
                judge.release(with: .serverError)
                #expect(try await client.run.value.count == 0)
            }
            #expect(leftovers.count + leftovers.dead == 0)
            #expect(judge.calls.count == 2)
        }
    }

    @Test func `A drain tries each job once more, and leaves over what still fails with its attempts`() async throws {
        try await withJudge([.error(503)]) { judge, variables in
            let waiting = ConfigurationText.make {
                $0 = Self.judged("1h")
                $0.queue = "workers: 1, max_attempts: 3, backoff: {base: 1h, cap: 1h}"
            }
            let leftovers = try await withService(waiting, variables: variables) { client async throws in
                #expect(try await client.deliver("[\(event("1")),\(event("2"))]").json["accepted"] == 2)
                _ = try await client.fate("1", in: [.waiting])
                _ = try await client.fate("2", in: [.waiting])
                client.stop()
                _ = try await client.run.value
            }
            #expect(leftovers.delayed == 2)
            #expect(leftovers.dead == 0)
            #expect(judge.calls.count == 4)
        }
    }

    @Test func `A grading on the spot is answered before the service ends, and new ones are refused`() async throws {
        try await withJudge([.hang]) { judge, variables in
            let apart = ConfigurationText.make {
                $0 = Self.judged("1h")
                $0.admin = #"listen: "127.0.0.1:0""#
            }
            try await withService(apart, variables: variables) { client async throws in
                let admin = try #require(client.service.adminPort)
                let held = try RawConnection(port: admin)
                await held.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try await held.response().status == 200)
                let trace = Array(#"{"id":"t","input":"?","output":"Paris"}"#.utf8)
                async let graded = client.send("POST", "/v1/grade", body: trace, port: admin)
                await judge.waitForCalls(1)
                client.stop()
                try await eventually("the end of listening for operators") {
                    try await Self.isClosed(admin)
                }
                await held.send("POST /v1/grade HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                let refused = try await held.response()
                #expect(refused.status == 503)
                #expect(try JSONValue(parsing: refused.body)["code"] == "draining")
                judge.release(with: .verdict(1))
                let answer = try await graded
                #expect(answer.status == 200)
                #expect(answer.json["results"]?.array?.first?["value"] == 1)
                #expect(try await client.run.value.count == 0)
            }
        }
    }

    @Test func `A task that is cancelled stops the service at once`() async throws {
        try await withJudge([.hang]) { judge, variables in
            let leftovers = try await withService(Self.judged("1h"), variables: variables) { client async throws in
                #expect(try await client.deliver(event("1")).status == 202)
                await judge.waitForCalls(1)
                client.run.cancel()
                #expect(try await client.run.value.running == 1)
                #expect((try? RawConnection(port: client.port)) == nil)
            }
            #expect(leftovers.running == 1)
        }
    }

    @Test func `Events are still taken for as long as the load balancer is given`() async throws {
        let patient = ConfigurationText.make { $0.server = "threads: 2, drain_grace: 1h" }
        try await withService(patient) { client in
            client.stop()
            try await eventually("unreadiness") { try await client.get("/readyz").status == 503 }
            let taken = try await client.deliver(event("evt-1"))
            #expect(taken.status == 202)
            #expect(taken["Connection"] == "close")
            client.stop()
        }
    }
}
