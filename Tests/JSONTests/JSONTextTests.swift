import JSON
import Testing

@Suite struct JSONTextTests {
    @Test(arguments: [
        ("[]", []), (" [ ] ", []), ("[1]", ["1"]),
        (" [ 1 , \"a,]\" ,[2,[3]], {\"x\":[1,2]} ] ", ["1", "\"a,]\"", "[2,[3]]", "{\"x\":[1,2]}"]),
        (#"["\"],[","\\","}"]"#, [#""\"],[""#, #""\\""#, #""}""#]), ("{\"a\":[1,2]}", []), ("3", []), ("", []),
        ("[\n{}\n,\n{}\n]\n", ["{}", "{}"]),
    ])
    func `The elements of an array are found, whatever their strings hold`(text: String, elements: [String]) {
        let bytes = Array(text.utf8)
        let found = JSONText.elementRanges(ofArray: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(found == elements)
    }

    @Test(arguments: [
        ("", []), ("\n\r\n  \n", []), ("{}", ["{}"]), ("{\"a\":1}\n{}\n", ["{\"a\":1}", "{}"]),
        ("{}\r\n\r\n [1] \r\n", ["{}", "[1]"]),
        ("\n\n1\n\n2", ["1", "2"]),
    ])
    func `Lines are found without their endings, blank ones left out`(text: String, lines: [String]) {
        let bytes = Array(text.utf8)
        #expect(JSONText.lineRanges(bytes).map { String(decoding: bytes[$0], as: UTF8.self) } == lines)
    }
}
