import JSON
import Testing
import Webhooks

struct EventBatchTests {
    private static func split(_ text: String, _ type: String? = nil, limit: Int = 1_000) throws -> EventBatch {
        try EventBatch(parsing: Array(text.utf8), contentType: type, limit: limit)
    }

    private static func texts(_ batch: EventBatch) -> [String] {
        batch.items.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func `One object is one event with the body's own bytes`() throws {
        let text = "\n {\"traceId\":\n\"t\"} \n"
        let batch = try Self.split(text, "application/json")
        #expect(batch.shape == .single)
        #expect(batch.items.map(\.index) == [nil])
        #expect(Self.texts(batch) == [text])
    }

    @Test func `An array is cut at its own commas only`() throws {
        let elements = [#"{"traceId":"a,]}\"["}"#, #"{"trace":{"id":"b","tags":["x","y"]}}"#, #"{"traceId":"é"}"#]
        let batch = try Self.split("[ " + elements.joined(separator: " ,\n") + " ]")
        #expect(batch.shape == .array)
        #expect(Self.texts(batch) == elements)
        #expect(batch.items.map(\.index) == [0, 1, 2])
        #expect(try batch.items.map { try $0.envelope.get().traceID } == ["a,]}\"[", "b", "é"])
    }

    @Test func `An empty array holds no events`() throws {
        #expect(try Self.split(" [ ] ").items.isEmpty)
    }

    @Test func `A bad event of an array does not spoil the others`() throws {
        let batch = try Self.split(#"[{"traceId":"a"},7,{"type":"prompt-version"},{"trace":{}}]"#)
        #expect(try batch.items[0].envelope.get().traceID == "a")
        #expect(throws: EventError.self) { try batch.items[1].envelope.get() }
        #expect(try batch.items[2].envelope.get().kind == .foreign(type: "prompt-version"))
        let error = #expect(throws: EventError.self) { try batch.items[3].envelope.get() }
        #expect(error?.pointer == "/3/trace")
    }

    @Test(arguments: [nil, "application/json", "application/x-ndjson", "application/jsonl; charset=utf-8"])
    func `Lines are told by the content type or by their look`(_ type: String?) throws {
        let batch = try Self.split("{\"traceId\":\"a\"}\r\n\n{\"traceId\":\"b\"}\n", type)
        #expect(batch.shape == .lines)
        #expect(Self.texts(batch) == [#"{"traceId":"a"}"#, #"{"traceId":"b"}"#])
    }

    @Test func `A bad line is that event's error`() throws {
        let batch = try Self.split("{\"traceId\":\"a\"}\n{oops\n{\"traceId\":\"b\"}")
        #expect(batch.items.count == 3)
        let error = #expect(throws: EventError.self) { try batch.items[1].envelope.get() }
        #expect(error?.code == .malformedJSON)
        #expect(error?.pointer == "/1")
        #expect(try batch.items[2].envelope.get().traceID == "b")
    }

    @Test func `One line of NDJSON is still a batch`() throws {
        let batch = try Self.split(#"{"traceId":"a"}"#, "application/x-ndjson")
        #expect(batch.shape == .lines)
        #expect(batch.items.map(\.index) == [0])
    }

    @Test(arguments: [
        "", " \n", "{", "[{}", "{\n}\n}", #"[{"traceId":"a"} {"traceId":"b"}]"#, #"{"traceId":"a"} {"traceId":"b"}"#,
    ])
    func `A body that is not JSON as a whole is malformed`(_ text: String) {
        let error = #expect(throws: EventError.self) { try Self.split(text) }
        #expect(error?.code == .malformedJSON)
    }

    @Test(arguments: ["7", #""x""#, "null", "{}", #"{"id":"t1","output":"x"}"#])
    func `Another value, or a single object that is no event, is refused as a whole`(_ text: String) {
        let error = #expect(throws: EventError.self) { try Self.split(text) }
        #expect(error?.code == .invalidEvent)
    }

    @Test func `One event more than the limit is refused as a whole`() throws {
        let event = #"{"traceId":"a"}"#
        for (separator, open, close) in [(",", "[", "]"), ("\n", "", "")] {
            let full = open + Array(repeating: event, count: 3).joined(separator: separator) + close
            #expect(try Self.split(full, limit: 3).items.count == 3)
            let error = #expect(throws: EventError.self) { try Self.split(full, limit: 2) }
            #expect(error?.code == .invalidEvent)
            #expect(error?.pointer == "/2")
        }
    }

    @Test(arguments: [
        (nil, true), ("", true), ("application/json", true), ("Application/JSON; charset=utf-8", true),
        ("text/json", true),
        ("application/cloudevents+json", true), ("application/x-ndjson", true), ("application/JSONL", true),
        ("text/plain", false), ("application/x-www-form-urlencoded", false), ("application/jsonp", false),
    ])
    func `JSON and NDJSON are accepted, nothing else`(_ type: String?, _ isAccepted: Bool) {
        #expect(EventBatch.accepts(contentType: type) == isAccepted)
    }
}
