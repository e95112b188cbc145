import JSON
import Testing

@Suite struct JSONWritingTests {
    @Test(arguments: [
        (1.0, "1"), (-0.0, "0"), (0.1, "0.1"), (1.5, "1.5"), (-2.25, "-2.25"), (1e15, "1000000000000000"),
        (1e16, "10000000000000000"),
        (1e20, "100000000000000000000"), (1e21, "1e+21"), (1.5e300, "1.5e+300"), (1e-6, "0.000001"), (1e-7, "1e-7"),
        (1.25e-7, "1.25e-7"),
        (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (0.30000000000000004, "0.30000000000000004"),
        (9_007_199_254_740_992, "9007199254740992"), (123.456, "123.456"), (333_333_333.3333333, "333333333.3333333"),
        (-1e-7, "-1e-7"), (.nan, "null"), (.infinity, "null"), (-.infinity, "null"),
    ])
    func `Doubles are written as JavaScript writes them`(value: Double, text: String) {
        #expect(JSONValue.number(value).text == text)
    }

    @Test func `Every double reads back as itself`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<1000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(try JSONValue(parsing: JSONValue.number(value).text).double == value)
        }
    }

    @Test(arguments: [18_446_744_073_709_552, 1_844_674_407_370_955_264, 9_007_199_254_740_994, 1e18, 1.8e19, 3e20])
    func `Whole doubles of any size read back as equal values`(value: Double) throws {
        #expect(try JSONValue(parsing: JSONValue.number(value).text) == .number(value))
        #expect(try JSONValue(parsing: JSONValue.number(-value).text) == .number(-value))
    }

    @Test func `Keys keep their order unless sorting is asked for`() {
        let value: JSONValue = ["b": 1, "a": ["z": 1, "é": 2, "Z": 3]]
        #expect(value.text == #"{"b":1,"a":{"z":1,"é":2,"Z":3}}"#)
        #expect(value.text(sortedKeys: true) == #"{"a":{"Z":3,"z":1,"é":2},"b":1}"#)
    }

    @Test func `The indented form is for people`() {
        let value: JSONValue = ["a": [1, ["b": nil]], "c": [], "d": [:]]
        let text = """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": [],
              "d": {}
            }
            """
        #expect(value.indentedText == text)
    }

    @Test func `Writing appends to what is there`() {
        var bytes = Array("x=".utf8)
        JSONValue.array([1, "a"]).write(into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "x=[1,\"a\"]")
    }

    @Test func `The plain text of a string is the string, of anything else its JSON`() {
        #expect(JSONValue.string("a\"b").plainText == "a\"b")
        #expect(JSONValue.object(["a": [1, true, nil]]).plainText == #"{"a":[1,true,null]}"#)
        #expect(JSONValue.null.plainText == "null")
        #expect(JSONValue.number(0.5).plainText == "0.5")
    }

    @Test func `Every scalar survives a round trip`() throws {
        var text = ""
        for value in (0...0x10FFFF).lazy.compactMap(Unicode.Scalar.init)
        where value.value < 0x3000 || value.value % 251 == 0 {
            text.unicodeScalars.append(value)
        }
        let written = JSONValue.string(text).serialized()
        #expect(!written.contains { $0 < 0x20 })
        #expect(try JSONValue(parsing: written).string.map { Array($0.utf8) } == Array(text.utf8))
    }
}
