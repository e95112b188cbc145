import Evaluation
import JSON
import Langfuse
import TestSupport
import Testing
import Timing

struct TraceReaderV4Tests {
    /// A row as version 4 writes it.
    private static func row(
        _ id: String, parent: String? = nil, second: Int = 0, isRoot: Bool = false, output: String = "",
        updated: Int = 0, _ more: JSONObject = [:]
    ) -> JSONObject {
        var row: JSONObject = [
            "id": .string(id), "traceId": "t", "parentObservationId": parent.map { .string($0) } ?? .null,
            "startTime": .string("2026-11-20T10:00:0\(second).000Z"), "endTime": .string("2026-11-20T10:00:09.000Z"),
            "updatedAt": .string("2026-11-20T10:01:0\(updated).000Z"), "name": .string("span " + id),
            "isRootObservation": .bool(isRoot), "input": "", "output": .string(output), "version": "",
            "userId": "", "sessionId": "", "release": "", "environment": "production", "metadata": [:],
        ]
        for (key, value) in more.members { row[key] = value }
        return row
    }

    private static func read(
        _ rows: [JSONObject], target: Target = Target(traceID: "t"),
        configure: (inout LangfuseConfiguration) -> Void = { _ in }
    ) async throws -> Trace {
        try await withLangfuse(FakeLangfuse(mode: .v4), configure: configure) { setup in
            for row in rows { setup.fake.add(observation: row) }
            return try await setup.reader.trace(for: target)
        }
    }

    @Test func `A trace is put together from its observations`() async throws {
        let root = Self.row(
            "root", isRoot: true, output: "Paris",
            [
                "input": "[{\"role\":\"user\",\"content\":\"Capital?\"}]", "traceName": "chat-turn", "userId": "u-7",
                "tags": ["beta"], "metadata": ["gold": "\"Paris\""], "totalCost": 0.25,
            ])
        let trace = try await Self.read([root, Self.row("child", parent: "root", second: 1, ["totalCost": 0.5])])
        #expect(trace.id == "t")
        #expect(trace.name == "chat-turn")
        #expect(trace.timestamp == Timestamp(rfc3339: "2026-11-20T10:00:00Z"))
        #expect(trace.input == [["role": "user", "content": "Capital?"]])
        #expect(trace.output == "Paris")
        #expect(trace.metadata == ["gold": "Paris"])
        #expect(trace.tags == ["beta"])
        #expect(trace.userID == "u-7")
        #expect(trace.sessionID == nil)
        #expect(trace.environment == "production")
        #expect(trace.json["latency"] == 9)
        #expect(trace.json["totalCost"] == 0.75)
        #expect(trace.json["observations"]?.array?.map { $0["id"] } == ["root", "child"])
    }

    @Test func `An empty output is no output`() async throws {
        let trace = try await Self.read([Self.row("root", isRoot: true)])
        #expect(trace.output == nil)
        #expect(trace.input == nil)
    }

    @Test func `The content of an observation stands for the trace's when it is the target`() async throws {
        let rows = [
            Self.row("root", isRoot: true, output: "whole"),
            Self.row("child", parent: "root", second: 3, output: "part", ["environment": "staging"]),
        ]
        let trace = try await Self.read(rows, target: Target(traceID: "t", observationID: "child"))
        #expect(trace.output == "part")
        #expect(trace.timestamp == Timestamp(rfc3339: "2026-11-20T10:00:03Z"))
        #expect(trace.environment == "staging")
    }

    @Test func `An application root counts although it has a parent`() async throws {
        let rows = [
            Self.row("http", output: "http"), Self.row("app", parent: "http", second: 1, isRoot: true, output: "app"),
        ]
        let found1 = try await Self.read(rows).output
        #expect(found1 == "app")
    }

    @Test func `Without a marked root the one without parent counts, else the earliest`() async throws {
        let orphan = [Self.row("child", parent: "x", output: "child"), Self.row("top", second: 1, output: "top")]
        let found2 = try await Self.read(orphan).output
        #expect(found2 == "top")
        let lost = [
            Self.row("b", parent: "x", second: 2, output: "b"), Self.row("a", parent: "x", second: 1, output: "a"),
        ]
        let found3 = try await Self.read(lost).output
        #expect(found3 == "a")
    }

    @Test func `A root that Langfuse made itself gives way to the application's`() async throws {
        let rows = [
            Self.row("t-t", isRoot: true, output: "synthetic"), Self.row("app", second: 1, isRoot: true, output: "app"),
        ]
        let found4 = try await Self.read(rows).output
        #expect(found4 == "app")
        let found5 = try await Self.read([rows[0]]).output
        #expect(found5 == "synthetic")
    }

    @Test func `Of repeated rows the newest counts, within a page and across pages`() async throws {
        let rows = [
            Self.row("root", isRoot: true, output: "new", updated: 2), Self.row("x", parent: "root", second: 1),
            Self.row("root", isRoot: true, output: "old", updated: 1), Self.row("x", parent: "root", second: 1),
        ]
        for pageSize in [1, 2, 3, 100] {
            let trace = try await Self.read(rows) { $0.observationsPerPage = pageSize }
            #expect(trace.output == "new")
            #expect(trace.json["observations"]?.array?.count == 2)
        }
    }

    @Test func `A page that is too large is asked for in smaller pieces`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            for number in 0..<10 {
                setup.fake.add(
                    observation: Self.row(
                        "\(number)", second: number, isRoot: number == 0, output: String(repeating: "x", count: 1000)))
            }
            setup.fake.limitPages(toBytes: 6000)
            let trace = try await setup.reader.trace(for: Target(traceID: "t"))
            #expect(trace.json["observations"]?.array?.count == 10)
            setup.fake.limitPages(toBytes: 500)
            let error = await #expect(throws: TraceSourceError.self) {
                try await setup.reader.trace(for: Target(traceID: "t"))
            }
            #expect(error?.code == .malformed)
        }
    }

    @Test func `A trace with too many observations or bytes is refused with what to do`() async throws {
        let rows = (0..<9).map { Self.row("\($0)", second: $0, output: String(repeating: "x", count: 500)) }
        let tooMany = await #expect(throws: TraceSourceError.self) {
            try await Self.read(rows) {
                $0.maximumObservations = 5
                $0.observationsPerPage = 3
            }
        }
        #expect(tooMany?.message.contains("more than 5 observations") == true)
        let tooLarge = await #expect(throws: TraceSourceError.self) {
            try await Self.read(rows) { $0.maximumTraceBytes = 5000 }
        }
        #expect(tooLarge?.message.contains("with the event") == true)
    }

    @Test func `Metadata that Langfuse cut at 200 characters is read whole`() async throws {
        let gold = String(repeating: "gold ", count: 100)
        let trace = try await Self.read([
            Self.row("root", isRoot: true, output: "x", ["metadata": ["gold": .string("\"\(gold)\""), "short": "s"]])
        ])
        #expect(trace.metadata == ["gold": .string(gold), "short": "s"])
    }

    @Test(arguments: [Target(traceID: "nobody"), Target(traceID: "t", observationID: "nobody")])
    func `What is not there yet may come later`(target: Target) async throws {
        let error = await #expect(throws: TraceSourceError.self) {
            try await Self.read([Self.row("root", isRoot: true)], target: target)
        }
        #expect(error?.code == .notFound)
        #expect(error?.isTransient == true)
    }
}
