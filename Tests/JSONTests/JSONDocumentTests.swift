import JSON
import Testing

@Suite struct JSONDocumentTests {
    private static func read<T>(_ text: String, _ body: (JSONElement) -> T) throws(JSONParseError) -> T {
        try JSONDocument.withParsed(Array(text.utf8), body)
    }

    @Test func `Members are found by key without building values`() throws {
        let text = #"{"id":"evt_1","n":{"x":[1,2,{"y":3}]},"trace":{"id":"t1","output":null,"ok":true},"v":1.5}"#
        try Self.read(text) { root in
            #expect(root.kind == .object)
            #expect(root.count == 4)
            #expect(root["id"]?.string == "evt_1")
            #expect(root["trace"]?["id"]?.string == "t1")
            #expect(root["trace"]?["output"]?.isNull == true)
            #expect(root["trace"]?["ok"]?.bool == true)
            #expect(root["v"]?.double == 1.5)
            #expect(root["missing"] == nil)
            #expect(root["id"]?["x"] == nil)
            #expect(root["i"] == nil)
            #expect(root["id"]?.withUTF8 { Array($0) } == Array("evt_1".utf8))
            #expect(root["v"]?.withUTF8 { $0.count } == nil)
            #expect(root["n"].map { JSONValue($0) } == ["x": [1, 2, ["y": 3]]])
        }
    }

    @Test func `The last of several members with one key is found`() throws {
        #expect(try Self.read(#"{"a":1,"a":{"b":2},"c":3}"#) { $0["a"]?["b"]?.double } == 2)
    }

    @Test func `The elements of an array come in order`() throws {
        let kinds = try Self.read(#"["s",1,null,true,[],{},[[1]],2.5,18446744073709551615]"#) { root in
            var kinds: [JSONElement.Kind] = []
            root.forEachElement { kinds.append($0.kind) }
            return kinds
        }
        #expect(kinds == [.string, .number, .null, .bool, .array, .object, .array, .number, .number])
    }

    @Test func `The whole document is validated, not only what is read`() {
        #expect(throws: JSONParseError.self) { try Self.read(#"{"id":"a","rest":[1,2,nul]}"#) { $0["id"]?.string } }
    }

    @Test func `A document can be parsed while another is being read`() throws {
        let pair = try Self.read(#"{"a":"outer"}"#) { outer in
            let inner = try? Self.read(#"{"a":"inner"}"#) { $0["a"]?.string }
            return [outer["a"]?.string, inner ?? nil]
        }
        #expect(pair == ["outer", "inner"])
    }

    @Test func `A number beyond 64 bits does not spoil the document`() throws {
        #expect(try Self.read(#"{"id":"a","big":123456789012345678901234567890}"#) { $0["id"]?.string } == "a")
        #expect(try JSONDocument.withParsed(Array("[7]".utf8)[1..<2]) { $0.double } == 7)
    }
}
