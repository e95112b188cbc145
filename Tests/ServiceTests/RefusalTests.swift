import JSON
import TestSupport
import Testing
import Timing

/// Every status and code of the interface that one request can bring about.
struct RefusalTests {
    /// A request and the problem it is answered with.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var status: Int
        var code: String
        var request: @Sendable (ServiceClient) async throws -> Answer
    }

    private static let door = ConfigurationText.make {
        $0.server += ", max_body_bytes: 2000"
        $0.sources.append(#"{name: open, signature: {scheme: none}}"#)
        $0.sources.append(
            #"{name: unpacked, signature: {scheme: standard_webhooks, secrets: ["${SECRET}"], signed_body: decoded}}"#)
        $0.sources.append(#"{name: few, signature: {scheme: none}, max_batch: 2}"#)
    }

    private static let signatures = [
        Case(testDescription: "no signature", status: 401, code: "signature_missing") {
            try await $0.post("/v1/events", event("e"))
        },
        Case(testDescription: "a body that was changed", status: 401, code: "signature_mismatch") { client in
            try await client.post("/v1/events", event("e"), client.signature(Array(event("f").utf8)))
        },
        Case(testDescription: "unsigned JSON that is none", status: 401, code: "signature_missing") {
            try await $0.post("/v1/events", "{")
        },
        Case(testDescription: "a signature of long ago", status: 401, code: "timestamp_out_of_tolerance") { client in
            let old = try ServiceClient.signed(event("e"), at: client.clock.now() - .seconds(3_600))
            return try await client.post("/v1/events", event("e"), old)
        },
        Case(testDescription: "a signature of the future", status: 401, code: "timestamp_out_of_tolerance") { client in
            let new = try ServiceClient.signed(event("e"), at: client.clock.now() + .seconds(3_600))
            return try await client.post("/v1/events", event("e"), new)
        },
    ]

    private static let bodies = [
        Case(testDescription: "no JSON", status: 400, code: "malformed_json") { try await $0.deliver("{\"id\":") },
        Case(testDescription: "an empty body", status: 400, code: "malformed_json") { try await $0.deliver("") },
        Case(testDescription: "XML", status: 415, code: "unsupported_media_type") {
            try await $0.deliver("<a/>", type: "text/xml")
        },
        Case(testDescription: "an unknown coding", status: 415, code: "unsupported_media_type") {
            try await $0.deliver(Array(event("e").utf8), [("Content-Encoding", "br")])
        },
        Case(testDescription: "a body over the limit", status: 413, code: "body_too_large") {
            try await $0.deliver(event("e", output: .string(String(repeating: "x", count: 3_000))))
        },
        Case(testDescription: "a gzip bomb", status: 413, code: "body_too_large") {
            try await $0.deliver(PackedText.bomb, [("Content-Encoding", "gzip")])
        },
        Case(testDescription: "a gzip bomb signed unpacked", status: 413, code: "body_too_large") {
            try await $0.deliver(PackedText.bomb, to: "/v1/events/unpacked", [("Content-Encoding", "gzip")])
        },
        Case(testDescription: "gzip cut off", status: 400, code: "bad_request") {
            try await $0.deliver(PackedText.event.dropLast(9), [("Content-Encoding", "gzip")])
        },
        Case(testDescription: "a batch over the limit", status: 422, code: "invalid_event") {
            try await $0.post("/v1/events/few", "[\(event("1")),\(event("2")),\(event("3"))]")
        },
    ]

    private static let routes = [
        Case(testDescription: "no such path", status: 404, code: "not_found") { try await $0.get("/v2/events") },
        Case(testDescription: "no such source", status: 404, code: "not_found") {
            try await $0.post("/v1/events/nobody", event("e"))
        },
        Case(testDescription: "no such event", status: 404, code: "not_found") {
            try await $0.get("/v1/events/nothing")
        },
        Case(testDescription: "no such dead letter", status: 404, code: "not_found") {
            try await $0.post("/v1/dead-letters/x/retry", "")
        },
        Case(testDescription: "a wrong method", status: 405, code: "method_not_allowed") {
            try await $0.send("DELETE", "/v1/events")
        },
        Case(testDescription: "a limit that is none", status: 400, code: "bad_request") {
            try await $0.get("/v1/scores?limit=many")
        },
        Case(testDescription: "a cursor that is none", status: 400, code: "bad_request") {
            try await $0.get("/v1/scores?cursor=%21")
        },
        Case(testDescription: "no such limit of letters", status: 400, code: "bad_request") {
            try await $0.get("/v1/dead-letters?limit=0")
        },
        Case(testDescription: "an unknown grader", status: 400, code: "bad_request") {
            try await $0.post("/v1/grade?grader=nobody", #"{"id":"t","output":"x"}"#)
        },
        Case(testDescription: "grading XML", status: 415, code: "unsupported_media_type") {
            try await $0.send("POST", "/v1/grade", [("Content-Type", "text/xml")], body: Array("<a/>".utf8))
        },
        Case(testDescription: "grading an unknown coding", status: 415, code: "unsupported_media_type") {
            try await $0.post("/v1/grade", "{}", [("Content-Encoding", "br")])
        },
        Case(testDescription: "grading a gzip bomb", status: 413, code: "body_too_large") {
            try await $0.send("POST", "/v1/grade", [("Content-Encoding", "gzip")], body: PackedText.bomb)
        },
        Case(testDescription: "grading no JSON", status: 400, code: "malformed_json") {
            try await $0.post("/v1/grade", "nothing")
        },
        Case(testDescription: "grading no trace", status: 422, code: "invalid_event") {
            try await $0.post("/v1/grade", "[]")
        },
        Case(testDescription: "grading what nobody can read", status: 422, code: "invalid_event") {
            try await $0.post("/v1/grade", #"{"traceId":"t"}"#)
        },
    ]

    @Test(arguments: signatures + bodies + routes)
    func `A request that cannot be served gets a problem document with its code`(_ refused: Case) async throws {
        try await withService(Self.door) { client in
            let answer = try await refused.request(client)
            #expect(answer.status == refused.status, "\(answer)")
            #expect(answer.code == refused.code, "\(answer)")
            #expect(answer["Content-Type"] == "application/problem+json")
            #expect(answer.json["status"] == .integer(Int64(refused.status)))
            #expect(answer.json["title"]?.string?.isEmpty == false)
            #expect(answer.json["detail"]?.string?.isEmpty == false)
            #expect(try await client.get("/v1/events/e").status == 404)
        }
    }

    /// An event that is none, and the place of what is wrong.
    static let invalidEvents: [(body: String, pointer: String)] = [
        ("7", ""), (#"{"id":"e"}"#, ""), (#"{"id":7,"traceId":"t"}"#, "/id"), (#"{"id":"","traceId":"t"}"#, "/id"),
        (#"{"trace":{}}"#, "/trace"), (#"{"trace":{"id":""}}"#, "/trace/id"), (#"{"trace":[]}"#, "/trace"),
        (#"{"trace":{"id":"t","tags":[1]}}"#, "/trace/tags"), (#"{"trace":{"id":"t","name":1}}"#, "/trace/name"),
        (#"{"traceId":"t","timestamp":"soon"}"#, "/timestamp"), (#"{"traceId":"t","trace":{"id":"t"}}"#, ""),
    ]

    @Test(arguments: invalidEvents) func `An event that is none is refused with the place of the fault`(
        _ body: String, _ pointer: String
    ) async throws {
        try await withService { client in
            let answer = try await client.deliver(body)
            #expect(answer.status == 422, "\(answer)")
            #expect(answer.code == "invalid_event")
            #expect(answer.json["pointer"] == .string(pointer))
        }
    }

    @Test func `A method that a path does not take is answered with those it takes`() async throws {
        try await withService { client in
            #expect(try await client.send("DELETE", "/v1/events")["Allow"] == "OPTIONS, POST")
            #expect(try await client.send("PUT", "/v1/scores")["Allow"] == "GET, HEAD, OPTIONS")
            #expect(try await client.send("PUT", "/v1/events/x")["Allow"] == "GET, HEAD, OPTIONS, POST")
            let options = try await client.send("OPTIONS", "/v1/events")
            #expect(options.status == 204)
            #expect(options["Allow"] == "OPTIONS, POST")
        }
    }

    @Test func `A path with several sources and none called default needs a name`() async throws {
        let two = ConfigurationText.make {
            $0.sources = ["{name: a, signature: {scheme: none}}", "{name: b, signature: {scheme: none}}"]
        }
        try await withService(two) { client async throws in
            #expect(try await client.post("/v1/events", event("e")).code == "not_found")
            #expect(try await client.post("/v1/events/b", event("e")).status == 202)
        }
    }
}
