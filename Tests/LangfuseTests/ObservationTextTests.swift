import JSON
import Testing

@testable import Langfuse

struct ObservationTextTests {
    @Test(
        arguments: [
            ("Paris", "Paris"),
            ("42", "42"),
            ("true", "true"),
            ("\"quoted\"", "\"quoted\""),
            ("", nil),
            (.null, nil),
            ("{\"q\":1}", ["q": 1]),
            (" \n[1,2]", [1, 2]),
            ("{broken", "{broken"),
            ("[1] and more", "[1] and more"),
            (["already": "decoded"], ["already": "decoded"]),
        ] as [(JSONValue, JSONValue?)])
    func `Input and output are decoded only when they are an object or an array`(stored: JSONValue, read: JSONValue?) {
        #expect(ObservationText.content(stored) == read)
    }

    @Test(
        arguments: [
            ("\"x\"", "x"),
            ("plain", "plain"),
            ("1.0", "1.0"),
            ("{\"a\":[1]}", ["a": [1]]),
            ("\"cut off", "\"cut off"),
        ] as [(JSONValue, JSONValue)])
    func `Metadata values lose the quotes newer SDKs put around them`(stored: JSONValue, read: JSONValue) {
        #expect(ObservationText.metadata(["key": stored]) == ["key": read])
    }

    @Test func `Flattened metadata keys are there in both forms`() {
        let read = ObservationText.metadata(["qa.gold": "Paris", "qa.level.depth": "3"])
        #expect(read == ["qa.gold": "Paris", "qa.level.depth": "3", "qa": ["gold": "Paris", "level": ["depth": "3"]]])
    }

    @Test func `Unflattening hides no key that is there`() {
        let read = ObservationText.metadata(["qa": "text", "qa.gold": "Paris", ".": "dot", "a..b": "empty"])
        #expect(read == ["qa": "text", "qa.gold": "Paris", ".": "dot", "a..b": "empty"])
    }

    @Test(arguments: [nil, .null, .object([:]), ""] as [JSONValue?])
    func `Metadata without content is absent`(stored: JSONValue?) {
        #expect(ObservationText.metadata(stored) == nil)
    }
}
