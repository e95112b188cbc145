import Cryptography
import Evaluation
import JSON
import Testing
import Timing
import Webhooks

struct EventEnvelopeTests {
    @Test func `A trace event tells its ids and its time`() throws {
        let envelope = try EventEnvelope.inspect(
            Array(
                #"{"id":"e_1","type":"trace","timestamp":"1970-01-01T00:00:01Z","trace":{"id":"t"},"observationId":"o"}"#
                    .utf8))
        #expect(envelope.id == "e_1")
        #expect(envelope.kind == .trace)
        #expect(envelope.traceID == "t")
        #expect(envelope.observationID == "o")
        #expect(envelope.timestamp == Timestamp(seconds: 1))
    }

    @Test(arguments: [
        #"{"trace":{"id":"t1"}}"#, #"{"traceId":"t1"}"#, #"{"type":null,"id":null,"traceId":"t1","trace":null}"#,
        #" {"traceId":"t1","extra":{"a":[1]}} "#,
        #"{"trace":{"id":"t1","name":null,"tags":"prod","timestamp":"","observations":[{"id":7}]}}"#,
    ])
    func `Only a trace id is needed`(_ json: String) throws {
        let bytes = Array(json.utf8)
        let envelope = try EventEnvelope.inspect(bytes)
        #expect(envelope.kind == .trace)
        #expect(envelope.traceID == "t1")
        #expect(envelope.id == nil)
        let event = try EventDecoder.decode(bytes, fallbackID: "fallback")
        #expect(event.id == "fallback")
        #expect(event.target.traceID == "t1")
    }

    @Test(arguments: ["prompt-version", "monitor-alert", "project-notification", "anything else", ""])
    func `An event of another type is foreign and not looked at further`(_ type: String) throws {
        let bytes = Array(#"{"id":"exec-1","type":"\#(type)","traceId":7,"timestamp":false}"#.utf8)
        let envelope = try EventEnvelope.inspect(bytes)
        #expect(envelope.kind == .foreign(type: type))
        #expect(envelope.id == "exec-1")
        #expect(throws: EventError.self) { try EventDecoder.decode(bytes, fallbackID: "x") }
    }

    static let invalid: [(String, String)] = [
        ("[]", ""), ("7", ""), (#""trace""#, ""), ("{}", ""), (#"{"id":"t1","input":"a","output":"b"}"#, ""),
        (#"{"type":7,"traceId":"t"}"#, "/type"), (#"{"id":7,"traceId":"t"}"#, "/id"),
        (#"{"id":"","traceId":"t"}"#, "/id"),
        (#"{"id":"a\u0000b","traceId":"t"}"#, "/id"), (#"{"id":"a\nb","traceId":"t"}"#, "/id"),
        (#"{"id":"\#(String(repeating: "x", count: 201))","traceId":"t"}"#, "/id"),
        (#"{"traceId":""}"#, "/traceId"), (#"{"traceId":7}"#, "/traceId"), (#"{"traceId":"t","trace":{"id":"t"}}"#, ""),
        (#"{"trace":"t"}"#, "/trace"), (#"{"trace":{}}"#, "/trace"), (#"{"trace":{"id":""}}"#, "/trace/id"),
        (#"{"trace":{"id":7}}"#, "/trace/id"), (#"{"trace":{"id":"t","name":7}}"#, "/trace/name"),
        (#"{"trace":{"id":"t","sessionId":[]}}"#, "/trace/sessionId"),
        (#"{"trace":{"id":"t","tags":[1]}}"#, "/trace/tags"), (#"{"trace":{"id":"t","tags":{}}}"#, "/trace/tags"),
        (#"{"trace":{"id":"t","timestamp":"yesterday"}}"#, "/trace/timestamp"),
        (#"{"trace":{"id":"t","timestamp":1}}"#, "/trace/timestamp"),
        (#"{"traceId":"t","observationId":""}"#, "/observationId"),
        (#"{"traceId":"t","observationId":1}"#, "/observationId"),
        (#"{"observationId":"o"}"#, ""), (#"{"traceId":"t","timestamp":"2026-11-21"}"#, "/timestamp"),
    ]

    @Test(arguments: invalid)
    func `What is no event is refused at its place, and by the decoder too`(_ json: String, _ pointer: String) throws {
        let bytes = Array(json.utf8)
        let error = #expect(throws: EventError.self) { try EventEnvelope.inspect(bytes) }
        #expect(error?.code == .invalidEvent)
        #expect(error?.pointer == pointer)
        let late = #expect(throws: EventError.self) { try EventDecoder.decode(bytes, fallbackID: "x") }
        #expect(late?.code == .invalidEvent)
    }

    @Test(arguments: ["", " ", "{", #"{"traceId":"t"} x"#, "{'traceId':'t'}", "\u{FEFF}{}", "nope", #"{"a":"\ud800"}"#])
    func `What is no JSON is malformed`(_ json: String) {
        let error = #expect(throws: EventError.self) { try EventEnvelope.inspect(Array(json.utf8)) }
        #expect(error?.code == .malformedJSON)
        let late = #expect(throws: EventError.self) { try EventDecoder.decode(Array(json.utf8), fallbackID: "x") }
        #expect(late?.code == .malformedJSON)
    }

    @Test func `An id of 200 characters of any script is one`() throws {
        let id = String(repeating: "ü", count: 200)
        #expect(try EventEnvelope.inspect(Array(#"{"id":"\#(id)","traceId":"t"}"#.utf8)).id == id)
    }

    @Test func `The decoder keeps the whole trace`() throws {
        let json = #"{"id":"e","trace":{"id":"t","name":"qa","output":"","tags":["prod"],"userId":"","latency":1.5}}"#
        let event = try EventDecoder.decode(Array(json.utf8), fallbackID: "x")
        guard case .trace(let trace) = event.content else {
            Issue.record("expected a trace")
            return
        }
        #expect(event.id == "e")
        #expect(trace.name == "qa")
        #expect(trace.output == "")
        #expect(trace.userID == nil)
        #expect(trace.json["latency"] == 1.5)
    }

    @Test func `Random bytes never trap and are never an event`() {
        for _ in 0..<3_000 {
            let bytes = RandomBytes.make(count: Int.random(in: 0..<64))
            #expect(throws: EventError.self) { try EventEnvelope.inspect(bytes) }
        }
    }

    @Test func `Whatever is cut out of an event is refused or still an event, never a trap`() throws {
        let bytes = Array(
            #"{"id":"é\u00e9","type":"trace","trace":{"id":"t","tags":["a","b"],"input":{"q":[1,2.5e3,null,true]}}}"#
                .utf8)
        for start in bytes.indices {
            for length in 1...3 {
                var cut = bytes
                cut.removeSubrange(start..<min(start + length, bytes.count))
                guard (try? EventEnvelope.inspect(cut).kind) == .trace else { continue }
                // What the accept path lets in, the worker can read.
                _ = try EventDecoder.decode(cut, fallbackID: "x")
            }
        }
    }
}
