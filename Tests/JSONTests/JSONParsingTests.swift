import JSON
import Testing

@Suite struct JSONParsingTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-1", "1.5", "\"\"", "\"a\\nb\\u0001\\u001f\\\"\\\\/é😀\\b\\f\\r\\t\"", "[]", "{}",
        "[1,[2,{}],null]", "{\"b\":1,\"a\":{\"c\":[]}}", "9223372036854775807", "-9223372036854775808",
    ])
    func `Compact JSON is written as it was read`(text: String) throws {
        #expect(try JSONValue(parsing: text).text == text)
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "NaN", "Infinity", "-Infinity", "-", "01", "1.", ".5", "+1", "1e", "0x10", "1 2", "[1,]",
        "[1 2]",
        "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "'a'", "\"a", "\"\t\"", "\"\n\"", "\"\\x\"", "\"\\u12\"", "[",
        "]", "{", "[}",
        "{}{}", "// c\n1", "\u{FEFF}1", "[1]x", "\u{0}", "1\u{0}", "[99999999999999999999999999,01]",
        "-99999999999999999999x",
    ])
    func `What is no JSON is refused`(text: String) {
        let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
        #expect(error?.offset != nil)
    }

    @Test(arguments: [
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\\"", "\"\\ud83d x\"",
    ])
    func `Lone surrogates are refused`(text: String) {
        let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
        #expect(error?.offset != nil)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0xFF],
        ] as [[UInt8]])
    func `Invalid UTF-8 is refused`(bytes: [UInt8]) {
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: bytes) }
    }

    @Test(arguments: [
        ("", 0, "expected a value, found the end"), ("{\"a\":1,}", 7, "expected a key in double quotes"),
        ("{\"a\" 1}", 5, "expected `:`"),
        ("[1,2", 4, "expected `,` or `]`, found the end"), ("{\"a\":[1}", 7, "expected `,` or `]`"),
        ("[1,]", 3, "expected a value"),
        ("{\"a\":nul}", 5, "expected a value"), ("[1] x", 4, "expected nothing after the value"),
        ("[01]", 1, "not a number as JSON has them"),
        ("[\"a", 1, "the string is never closed"), ("[\"\t\"]", 2, "a control character in a string must be escaped"),
        ("[\"\\q\"]", 2, "no such escape"), ("[\"\\ud800\"]", 2, "half of a surrogate pair"),
        ("[NaN]", 1, "expected a value"),
        ("{a:1}", 1, "expected a key in double quotes"), ("[1.]", 3, "expected a digit"),
        ("[1e+]", 4, "expected a digit"),
    ])
    func `A refusal says what is wrong, and where`(text: String, offset: Int, message: String) {
        let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
        #expect(error == JSONParseError(message: message, offset: offset))
    }

    @Test func `The place of bytes that are no UTF-8 is named`() {
        let error = #expect(throws: JSONParseError.self) {
            try JSONValue(parsing: Array("[\"é".utf8) + [0xFF, 0x22, 0x5D])
        }
        #expect(error?.description == "the document is not UTF-8 (at byte 4)")
    }

    @Test func `Escapes are read as the characters they name`() throws {
        let value = try JSONValue(parsing: #""\u0041\u00e9\ud83d\ude00\/\"\\\b\f\n\r\t\u0000""#)
        #expect(value.string.map { Array($0.utf8) } == Array("Aé😀/\"\\\u{8}\u{c}\n\r\t\u{0}".utf8))
    }

    @Test func `Numbers keep 64 bits, and beyond them become doubles`() throws {
        let text =
            "[9223372036854775808,18446744073709551616,-9223372036854775809,1e400,-1e400,1e-400,"
            + "123456789012345678901234567890]"
        let value = try JSONValue(parsing: text)
        let expected: [Double] = [
            9_223_372_036_854_775_808, 18_446_744_073_709_551_616, -9_223_372_036_854_775_808, .greatestFiniteMagnitude,
            -.greatestFiniteMagnitude, 0, 1.2345678901234568e29,
        ]
        #expect(value.array?.map(\.double) == expected)
        let whole = try JSONValue(
            parsing: "{\"a\":{\"20000000000000000000\":\"30000000000000000000\\\"\"},\"b\":40000000000000000000}")
        #expect(whole["a"] == ["20000000000000000000": "30000000000000000000\""])
        #expect(whole["b"] == .number(4e19))
    }

    @Test func `The last of several members with one key counts, in the place of the first`() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#).text == #"{"a":3,"b":2}"#)
        let many = "{" + (0..<1000).map { "\"k\($0 % 500)\":\($0)" }.joined(separator: ",") + "}"
        let object = try #require(try JSONValue(parsing: many).object)
        #expect(object.count == 500)
        #expect(object.members.first?.key == "k0")
        #expect(object["k0"] == 500)
        #expect(object["k499"] == 999)
    }

    @Test(.timeLimit(.minutes(1))) func `Large objects and arrays take linear time`() throws {
        let members = (0..<50_000).map { "\"key\($0)\":[\($0)]" }.joined(separator: ",")
        #expect(try JSONValue(parsing: "{\(members)}").object?.count == 50_000)
        let array = try JSONValue(parsing: "[" + String(repeating: "0,", count: 200_000) + "0]")
        #expect(array.array?.count == 200_001)
    }

    @Test(arguments: [1, 2, 5, 128, 1000])
    func `Documents nest as deep as the limit and no deeper`(limit: Int) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(limit), depthLimit: limit) }
        let error = #expect(throws: JSONParseError.self) {
            try JSONValue(parsing: nested(limit + 1), depthLimit: limit)
        }
        #expect(error?.message.contains("\(limit)") == true)
        #expect(throws: JSONParseError.self) {
            try JSONValue(parsing: String(repeating: "{\"a\":", count: 10_000), depthLimit: limit)
        }
    }

    @Test func `Any collection of bytes can be parsed`() throws {
        #expect(try JSONValue(parsing: Array("x[1]".utf8)[1...]) == [1])
        #expect(try JSONValue(parsing: "[1]".utf8.lazy.map { $0 }) == [1])
        #expect(try JSONValue(parsing: "[1]x".dropLast()[...].utf8) == [1])
    }

    @Test func `Threads parse independently of one another`() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for round in 0..<200 {
                        let text =
                            "{\"task\":\(task),\"rounds\":\(Array(0...round % 50))}".filter { $0 != " " }
                        guard try JSONValue(parsing: text).text == text else { return false }
                    }
                    return true
                }
            }
            for try await same in group { #expect(same) }
        }
    }
}
