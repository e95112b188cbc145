import Evaluation
import JSON
import Langfuse
import TestSupport
import Testing
import Timing

struct TraceReaderV3Tests {
    private static let trace: JSONObject = [
        "id": "trace/1 ä", "timestamp": "2026-08-20T10:00:00.000Z", "name": "chat-turn", "userId": "u-7",
        "sessionId": nil, "metadata": ["gold": "Paris"], "release": "r1", "version": nil, "environment": "production",
        "tags": ["beta"], "input": ["q": "Capital of France?"], "output": "Paris", "latency": 2.4, "totalCost": 0.1,
        "observations": [
            [
                "id": "ob-1", "traceId": "trace/1 ä", "startTime": "2026-08-20T10:00:01.000Z", "input": ["n": 1],
                "output": "inner", "metadata": nil, "environment": "staging",
            ]
        ],
        "_deprecation": ["message": "soon gone"],
    ]

    @Test func `A whole trace is read as it is`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3)) { setup in
            setup.fake.add(trace: Self.trace)
            let trace = try await setup.reader.trace(for: Target(traceID: "trace/1 ä"))
            #expect(trace.id == "trace/1 ä")
            #expect(trace.name == "chat-turn")
            #expect(trace.timestamp == Timestamp(rfc3339: "2026-08-20T10:00:00.000Z"))
            #expect(trace.input == ["q": "Capital of France?"])
            #expect(trace.output == "Paris")
            #expect(trace.metadata == ["gold": "Paris"])
            #expect(trace.tags == ["beta"])
            #expect(trace.userID == "u-7")
            #expect(trace.sessionID == nil)
            #expect(trace.environment == "production")
            #expect(trace.json["latency"] == 2.4)
        }
    }

    @Test func `With an observation its content and time stand for the trace's`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3)) { setup in
            setup.fake.add(trace: Self.trace)
            let target = Target(traceID: "trace/1 ä", observationID: "ob-1")
            let trace = try await setup.reader.trace(for: target)
            #expect(trace.input == ["n": 1])
            #expect(trace.output == "inner")
            #expect(trace.metadata == nil)
            #expect(trace.timestamp == Timestamp(rfc3339: "2026-08-20T10:00:01.000Z"))
            #expect(trace.environment == "staging")
            #expect(trace.name == "chat-turn")
            #expect(trace.json["output"] == "inner")
        }
    }

    @Test(arguments: [Target(traceID: "nobody"), Target(traceID: "trace/1 ä", observationID: "nobody")])
    func `What is not there yet may come later`(target: Target) async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3)) { setup in
            setup.fake.add(trace: Self.trace)
            let error = await #expect(throws: TraceSourceError.self) { try await setup.reader.trace(for: target) }
            #expect(error?.code == .notFound)
            #expect(error?.isTransient == true)
            #expect(setup.observer.probes == 1)
        }
    }

    @Test func `A server that was upgraded is asked anew and read the new way`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3)) { setup in
            _ = try await setup.probe.probe()
            setup.clock.advance(by: .seconds(60))
            setup.fake.switchMode(to: .v4)
            setup.fake.add(observation: [
                "id": "ob-1", "traceId": "t", "startTime": "2026-08-20T10:00:00.000Z", "output": "new",
                "isRootObservation": true,
            ])
            let found1 = try await setup.reader.trace(for: Target(traceID: "t")).output
            #expect(found1 == "new")
            #expect(setup.probe.current?.readers == .v4)
        }
    }

    @Test func `A server that was rolled back is asked anew and read the old way`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            _ = try await setup.probe.probe()
            setup.clock.advance(by: .seconds(60))
            setup.fake.switchMode(to: .v3)
            setup.fake.add(trace: ["id": "t", "output": "old"])
            let found2 = try await setup.reader.trace(for: Target(traceID: "t")).output
            #expect(found2 == "old")
        }
    }

    @Test func `A trace beyond the limit is refused with what to do`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3), configure: { $0.maximumTraceBytes = 2000 }) { setup in
            setup.fake.add(trace: ["id": "t", "output": .string(String(repeating: "x", count: 3000))])
            let error = await #expect(throws: TraceSourceError.self) {
                try await setup.reader.trace(for: Target(traceID: "t"))
            }
            #expect(error?.code == .malformed)
            #expect(error?.isTransient == false)
            #expect(error?.message.contains("with the event") == true)
        }
    }

    @Test(arguments: [
        (
            FakeLangfuse.Fault.tooManyRequests(retryAfter: 7), TraceSourceError.Code.rateLimited,
            Duration?.some(.seconds(7))
        ),
        (.tooManyRequests(inBody: 9), .rateLimited, .seconds(9)), (.tooManyRequests(), .rateLimited, nil),
        (.status(500), .unavailable, nil), (.status(422), .unavailable, nil), (.dropConnection, .unavailable, nil),
        (.status(401), .unauthorized, nil), (.status(403), .unauthorized, nil), (.garbage, .malformed, nil),
    ])
    func `What goes wrong is told apart`(
        fault: FakeLangfuse.Fault, code: TraceSourceError.Code, retryAfter: Duration?
    ) async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3)) { setup in
            setup.fake.add(trace: Self.trace)
            // Twice, because libcurl sends a GET again by itself when a kept connection turns out to be closed.
            setup.fake.fail(.trace, fault, times: 2)
            let error = await #expect(throws: TraceSourceError.self) {
                try await setup.reader.trace(for: Target(traceID: "trace/1 ä"))
            }
            #expect(error?.code == code)
            #expect(error?.retryAfter == retryAfter)
        }
    }

    @Test func `A server that does not answer is given up after the timeout`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3), configure: { $0.timeout = .milliseconds(200) }) { setup in
            setup.fake.add(trace: Self.trace)
            setup.fake.fail(.trace, .hang)
            let error = await #expect(throws: TraceSourceError.self) {
                try await setup.reader.trace(for: Target(traceID: "trace/1 ä"))
            }
            #expect(error?.code == .unavailable)
        }
    }
}
