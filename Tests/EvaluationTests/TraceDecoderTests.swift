import Evaluation
import JSON
import Testing
import Timing

@Suite struct TraceDecoderTests {
    @Test func `Every field of a trace is read`() throws {
        let trace = try TraceDecoder.decode([
            "id": "t", "name": "qa", "timestamp": "2026-11-20T10:00:00+01:00", "input": ["q": 1], "output": "",
            "expectedOutput": "x", "context": ["a"], "metadata": ["k": "v"], "tags": ["p"], "userId": "u",
            "sessionId": "", "environment": "production", "release": .null, "version": "1",
        ])
        #expect(trace.output == "")
        #expect(trace.timestamp?.rfc3339 == "2026-11-20T09:00:00.000Z")
        #expect(trace.userID == "u")
        #expect(trace.sessionID == nil)
        #expect(trace.release == nil)
        #expect(trace.tags == ["p"])
        #expect(trace.json["metadata"]?["k"] == "v")
    }

    @Test(
        arguments: [
            (["name": "x"], "", "`id` is missing"), (["id": ""], "/id", "empty"),
            (["id": 5], "/id", "expected a string"),
            (["id": "t", "tags": 5], "/tags", "list of strings"),
            (["id": "t", "timestamp": "today"], "/timestamp", "RFC 3339"),
        ] as [(JSONValue, String, String)])
    func `What is wrong is named with its place`(value: JSONValue, pointer: String, words: String) {
        #expect {
            try TraceDecoder.decode(value)
        } throws: { error in
            let error = error as? JSONReadError
            return error?.pointer == pointer && error?.message.contains(words) == true
        }
    }
}
