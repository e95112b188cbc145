import JSON
import Testing

@Suite struct JSONBracketsTests {
    @Test(
        arguments: [
            ("{}", 1, 1), ("{[}]", 2, 3), ("{]}", 2, 1), ("{\"}\"}", 4, 4), (#"{"\""}"#, 5, 5), (#"{"\\"}"#, 5, 5),
            ("{{}", nil, nil), ("{\"}", nil, nil), ("{[}", 2, nil), ("{ {} [] } }", 8, 8),
        ] as [(String, Int?, Int?)])
    func `A bracket ends where the same number is closed, outside strings`(_ text: String, _ braces: Int?, _ all: Int?)
    {
        let bytes = Array(text.utf8)
        #expect(JSONBrackets.end(of: bytes, from: 0, counting: .braces) == braces)
        #expect(JSONBrackets.end(of: bytes, from: 0, counting: .all) == all)
    }
}
