import Evaluation
import JSON
import Testing
import Timing

@testable import Langfuse

struct OutgoingScoreTests {
    private func body(_ score: Score, name: String? = nil, environment: String? = nil) throws -> JSONValue {
        try JSONValue(parsing: OutgoingScore(score, name: name ?? score.name, environment: environment).body)
    }

    @Test func `A score is written with every field it has, its time in milliseconds`() throws {
        let score = Score.make(
            value: .numeric(0.8), observationID: "ob-1", comment: "2 of 10", metadata: ["judge": "v7"], configID: "cfg")
        #expect(
            try body(score, name: "config name", environment: "Production") == [
                "id": "score-1", "traceId": "trace-1", "observationId": "ob-1", "name": "config name", "value": 0.8,
                "dataType": "NUMERIC", "comment": "2 of 10", "metadata": ["judge": "v7"], "environment": "production",
                "configId": "cfg", "timestamp": "2026-11-21T09:00:00.123Z",
            ])
    }

    @Test func `Fields without a value are left out, not null`() throws {
        #expect(
            try body(.make()).object?.keys == ["id", "traceId", "name", "value", "dataType", "timestamp"])
    }

    @Test(arguments: [
        (ScoreValue.boolean(true), JSONValue.integer(1), "BOOLEAN"), (.boolean(false), 0, "BOOLEAN"),
        (.categorical("joyful"), "joyful", "CATEGORICAL"), (.numeric(-2), -2, "NUMERIC"),
    ])
    func `Values are written in Langfuse's form`(value: ScoreValue, wire: JSONValue, type: String) throws {
        let body = try body(.make(value: value))
        #expect(body["value"]?.text == wire.text)
        #expect(body["dataType"] == .string(type))
    }

    @Test(arguments: [
        Score.make(id: ""), .make(id: String(repeating: "x", count: 801)), .make(id: "a\rb"), .make(name: ""),
        .make(traceID: ""), .make(observationID: ""), .make(value: .numeric(.nan)), .make(value: .numeric(.infinity)),
        .make(value: .categorical("")),
    ])
    func `What Langfuse would refuse or lose is found before it is sent`(score: Score) {
        #expect(OutgoingScore.objection(to: score) != nil)
    }

    @Test func `The longest id is taken`() {
        #expect(OutgoingScore.objection(to: .make(id: String(repeating: "x", count: 800))) == nil)
    }

    @Test func `A comment beyond the limit is cut between characters`() throws {
        let comment = String(repeating: "ä", count: OutgoingScore.maximumCommentBytes)
        let written = try #require(try body(.make(comment: comment))["comment"]?.string)
        #expect(written.utf8.count <= OutgoingScore.maximumCommentBytes + 3)
        #expect(written == String(repeating: "ä", count: OutgoingScore.maximumCommentBytes / 2) + "…")
    }

    @Test func `The id of an event is the same for a repetition, and another for another content`() {
        func id(_ score: Score, environment: String? = nil) -> String {
            OutgoingScore(score, name: score.name, environment: environment).envelopeID
        }
        let first = id(.make(value: .numeric(0.5), comment: "a"))
        #expect(first == id(.make(value: .numeric(0.5), comment: "a")))
        #expect(first.hasPrefix("score-") && first.utf8.count == 38)
        let others = [
            id(.make(value: .numeric(0.6), comment: "a")), id(.make(value: .numeric(0.5), comment: "b")),
            id(.make(id: "score-2", value: .numeric(0.5), comment: "a")),
            id(.make(value: .numeric(0.5), comment: "a"), environment: "prod"),
        ]
        #expect(Set(others + [first]).count == 5)
    }

    @Test func `Requests are put together as each route wants them`() throws {
        let scores = ["a", "b\""].map { OutgoingScore(.make(id: $0), name: "n", environment: nil) }
        let bodies = try scores.map { try JSONValue(parsing: $0.body) }
        #expect(try JSONValue(parsing: ScoreRequestBody.make(scores, mode: .array)) == .array(bodies))
        #expect(try JSONValue(parsing: ScoreRequestBody.make(scores, mode: .single)) == bodies[0])
        let events = bodies.map { body -> JSONValue in
            [
                "id": .string(scores.first { $0.id == body["id"]?.string }?.envelopeID ?? ""), "type": "score-create",
                "timestamp": "2026-11-21T09:00:00.123Z", "body": body,
            ]
        }
        #expect(try JSONValue(parsing: ScoreRequestBody.make(scores, mode: .ingestion)) == ["batch": .array(events)])
    }
}
