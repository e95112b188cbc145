import JSON
import Testing

@Suite struct JSONReaderTests {
    private enum Colour: String, CaseIterable { case red, green }

    private static func failure(
        _ value: JSONValue, at pointer: String = "", _ read: (inout JSONReader) throws -> Void
    ) throws -> JSONReadError {
        var reader = try JSONReader(value, at: pointer)
        do { try read(&reader) } catch let error as JSONReadError { return error }
        return JSONReadError(pointer: "", message: "nothing was thrown")
    }

    @Test func `Members are read as the kinds they are`() throws {
        let value: JSONValue = [
            "s": "x", "b": true, "n": 1.5, "i": 3, "f": 4.0, "l": ["a", "b"], "one": "a", "c": "green", "o": [:],
        ]
        var reader = try JSONReader(value)
        #expect(try reader.string("s") == "x")
        #expect(try reader.requiredString("s") == "x")
        #expect(try reader.bool("b", default: false))
        #expect(try reader.number("n") == 1.5)
        #expect(try reader.number("i") == 3)
        #expect(try reader.integer("i") == 3)
        #expect(try reader.integer("f") == 4)
        #expect(try reader.strings("l") == ["a", "b"])
        #expect(try reader.strings("one") == ["a"])
        #expect(try reader.choice("c", default: Colour.red) == .green)
        #expect(try reader.reader("o")?.pointer == "/o")
        #expect(throws: Never.self) { try reader.finish() }
    }

    @Test func `Null and absent members are the same`() throws {
        var reader = try JSONReader(JSONValue.object(["s": nil]))
        #expect(try reader.string("s") == nil)
        #expect(try reader.string("t") == nil)
        #expect(try reader.bool("s", default: true))
        #expect(try reader.choice("s", default: Colour.green) == .green)
        #expect(try reader.strings("t") == nil)
        #expect(try reader.reader("s") == nil)
        #expect(throws: Never.self) { try reader.finish() }
    }

    @Test func `A wrong kind is named with its place`() throws {
        #expect(
            try Self.failure(["a": 1]) { _ = try $0.string("a") }.description == "/a: expected a string, found number")
        #expect(
            try Self.failure(["a": "1"]) { _ = try $0.number("a") }.description == "/a: expected a number, found string"
        )
        #expect(
            try Self.failure(["a": 1.5]) { _ = try $0.integer("a") }.description
                == "/a: expected a whole number, found 1.5")
        #expect(
            try Self.failure(["a": []]) { _ = try $0.integer("a") }.description
                == "/a: expected a whole number, found array")
        #expect(
            try Self.failure(["a": "yes"]) { _ = try $0.bool("a", default: true) }.description
                == "/a: expected true or false, found string")
        #expect(
            try Self.failure(["a": ["x", 2]]) { _ = try $0.strings("a") }.description
                == "/a/1: expected a string, found number")
        #expect(
            try Self.failure(["a": 2]) { _ = try $0.strings("a") }.description
                == "/a: expected a list of strings, found number")
        #expect(try Self.failure([:], at: "/x") { _ = try $0.requiredString("a") }.description == "/x: `a` is missing")
        #expect(try Self.failure([:]) { _ = try $0.requiredString("a") }.description == "(root): `a` is missing")
        let error = #expect(throws: JSONReadError.self) { try JSONReader([1], at: "/list") }
        #expect(error?.description == "/list: expected an object, found array")
    }

    @Test func `A value out of range is named with the range`() throws {
        let number = try Self.failure(["a": 3]) { _ = try $0.number("a", in: 0...1.5) }
        #expect(number.message == "expected a number from 0 to 1.5, found 3")
        let integer = try Self.failure(["a": 0]) { _ = try $0.integer("a", in: 1...9) }
        #expect(integer.message == "expected a whole number from 1 to 9, found 0")
        let choice = try Self.failure(["a": "gren"]) { _ = try $0.choice("a", default: Colour.red) }
        #expect(choice.message == "expected one of red, green, found `gren`; did you mean `green`?")
    }

    @Test func `Unknown keys are refused with the key that was meant`() throws {
        func unknown(_ key: String) throws -> JSONReadError {
            try Self.failure(.object(JSONObject([(key, 1)])), at: "/graders/0") { reader in
                _ = try reader.string("name")
                _ = try reader.number("threshold")
                try reader.finish()
            }
        }
        #expect(
            try unknown("treshold").description
                == "/graders/0/treshold: unknown key `treshold`; did you mean `threshold`?")
        #expect(try unknown("nmae").message == "unknown key `nmae`; did you mean `name`?")
        #expect(try unknown("Name").message == "unknown key `Name`; did you mean `name`?")
        #expect(try unknown("zzz").message == "unknown key `zzz`")
        #expect(try unknown("a/b~c").pointer == "/graders/0/a~1b~0c")
        #expect(try unknown(String(repeating: "é", count: 10_000)).message.utf8.count < 200)
    }

    @Test func `A key that only looks like a known one is unknown`() throws {
        let error = try Self.failure(["\u{212A}": 1]) { reader in
            _ = reader.value("K")
            try reader.finish()
        }
        #expect(error.message.hasPrefix("unknown key"))
    }

    @Test(arguments: [
        ("nam", "name"), ("namee", "name"), ("NAME", "name"), ("apiKey", "api_key"), ("api-key", "api_key"),
        ("tresholdd", "threshold"), ("nmae", "name"),
    ])
    func `The nearest key is suggested`(key: String, suggestion: String) {
        #expect(KeySuggestion.nearest(to: key, among: ["name", "threshold", "api_key", "kind"]) == suggestion)
    }

    @Test(arguments: ["", "xyz", "nothing_like_it", String(repeating: "a", count: 100_000)])
    func `Nothing is suggested when nothing is near`(key: String) {
        #expect(KeySuggestion.nearest(to: key, among: ["name", "threshold", "api_key"]) == nil)
        #expect(KeySuggestion.nearest(to: key, among: []) == nil)
    }
}
