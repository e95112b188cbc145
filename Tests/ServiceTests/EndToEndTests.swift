import Evaluation
import Foundation
import JSON
import ScoreStore
import Service
import TestSupport
import Testing
import Timing

struct EndToEndTests {
    @Test func `A signed event ends as a score in the store, with the fate written`() async throws {
        try await withService { client in
            let answer = try await client.deliver(event("evt-1", ["timestamp": "2026-11-20T09:00:00Z"]))
            #expect(answer.status == 202)
            #expect(
                answer.json == [
                    "accepted": 1, "duplicates": 0, "rejected": 0, "events": [["id": "evt-1", "status": "accepted"]],
                ])
            let fate = try await client.fate("evt-1")
            #expect(fate["state"] == "written")
            #expect(fate["traceId"] == "trace-evt-1")
            #expect(fate["rules"] == ["everything"])
            #expect(fate["attempts"] == 1)
            let id = ScoreIdentity.id(project: "default", target: Target(traceID: "trace-evt-1"), name: "concise")
            #expect(fate["scores"] == [["id": .string(id), "name": "concise", "value": true, "dataType": "BOOLEAN"]])
            let scores = try await client.scores()
            try #require(scores.count == 1)
            #expect(scores[0]["id"] == .string(id))
            #expect(scores[0]["value"] == true)
            #expect(scores[0]["timestamp"] == .string(Timestamp(rfc3339: "2026-11-20T09:00:00Z")!.rfc3339))
            #expect(scores[0]["grader"] == "concise")
        }
    }

    /// Graders of the sort people begin with, over both sinks.
    private static let both = ConfigurationText.make {
        $0.langfuse = ConfigurationText.langfuse
        $0.models = ["{name: mock, provider: mock}"]
        $0.graders = [
            "{name: exact, kind: exact_match, strip: true, case_sensitive: false}",
            "{name: contains, kind: contains, case_sensitive: false}", "{name: similarity, kind: levenshtein}",
            "{name: brevity, kind: length, max: 12}",
            "{name: quality, kind: weighted_mean, of: {exact: 0.5, contains: 0.2, similarity: 0.3}}",
            "{name: judge, kind: llm_judge, model: mock, criteria: Does the answer say the same as the reference?}",
        ]
        $0.rules = ["{name: everything, graders: [exact, contains, similarity, brevity, quality, judge]}"]
        $0.sinks = ["sqlite", "langfuse"]
    }

    @Test(
        .enabled(
            if: SharedData.coqaTraces != nil,
            "the shared folder with coqa-traces.ndjson is not here; set GRADEHOOK_SHARED"))
    func `The real traces end as scores in the store and at Langfuse, and posting them again changes nothing`()
        async throws
    {
        let lines = try #require(SharedData.coqaTraces)
        #expect(lines.count == 60)
        try await withFakeLangfuse(FakeLangfuse(mode: .v4, takesArrays: true)) { fake, url in
            let expected = try await Self.offline(lines, url)
            #expect(expected.count >= 60 * 5)
            try await withService(Self.both, variables: ["LANGFUSE_URL": url]) { client in
                try await Self.post(lines, round: 1, expecting: "accepted", client)
                #expect(try await Self.written(client) == expected)
                #expect(Self.written(fake) == expected)
                let before = try await client.scores().map { $0["createdAt"] }

                try await Self.post(lines, round: 1, expecting: "duplicate", client)
                #expect(fake.scores.allSatisfy { $0.writes == 1 })

                try await Self.post(lines, round: 2, expecting: "accepted", client)
                #expect(fake.scores.allSatisfy { $0.writes == 2 })
                #expect(try await Self.written(client) == expected)
                #expect(Self.written(fake) == expected)
                #expect(try await client.scores().map { $0["createdAt"] } == before)
            }
        }
    }

    /// Values by score id, as `gradehook grade` comes to them.
    private static func offline(_ lines: [[UInt8]], _ url: String) async throws -> [String: JSONValue] {
        let session = try await OfflineSession(both.parse(["LANGFUSE_URL": url])) { Issue.record("\($0)") }
        var values: [String: JSONValue] = [:]
        for line in lines {
            for row in try await session.grade(line, graders: nil) {
                if let score = row.score { values[score.id] = Self.number(score.value.json) }
            }
        }
        await session.close()
        return values
    }

    /// Posts each trace as an event of its own and waits until all have their fate.
    private static func post(
        _ lines: [[UInt8]], round: Int, expecting status: String, _ client: ServiceClient
    ) async throws {
        for (index, line) in lines.enumerated() {
            let body: JSONValue = ["id": .string("coqa-\(index)"), "trace": try JSONValue(parsing: line)]
            let answer = try await client.deliver(body.serialized(), id: "round-\(round)-\(index)")
            #expect(answer.eventStatuses == [status], "\(answer)")
        }
        for index in lines.indices {
            #expect(try await client.fate("coqa-\(index)")["state"] == "written")
        }
    }

    private static func written(_ client: ServiceClient) async throws -> [String: JSONValue] {
        let scores = try await client.scores(pageSize: 100)
        return Dictionary(scores.map { ($0["id"]?.string ?? "", Self.number($0["value"])) }) { first, _ in first }
    }

    private static func written(_ fake: FakeLangfuse) -> [String: JSONValue] {
        Dictionary(fake.scores.map { ($0.id, Self.number($0.body["value"])) }) { first, _ in first }
    }

    /// A boolean as Langfuse has it, 0 or 1; any other value as it is.
    private static func number(_ value: JSONValue?) -> JSONValue { value?.bool.map { $0 ? 1 : 0 } ?? value ?? .null }
}
