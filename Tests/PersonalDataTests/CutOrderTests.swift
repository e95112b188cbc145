import Testing

@testable import PersonalData

@Suite struct CutOrderTests {
    private static func value(_ text: String, _ type: PIIType, _ number: Int) -> CutValues.Value {
        CutValues.Value(bytes: Array(text.utf8), marker: CutValues.Marker(type: type, text: type.marker(number)))
    }

    private static let many = CutOrder((0..<20_000).map { value("value-\($0)-end", .email, $0) })

    @Test(
        arguments: [
            ("value-", "[EMAIL]"), ("value-7-e", "[EMAIL_7]"), ("value-7", "[EMAIL]"),
            ("value-19999-end", "[EMAIL_19999]"), ("so value-0-", "[EMAIL_0]"), ("value-x", nil),
            ("value-0-end.", nil), ("val", nil),
        ] as [(String, String?)])
    func `What a part costs to look up among twenty thousand values is a few dozen comparisons`(
        _ part: String, _ marker: String?
    ) throws {
        let bytes = Array(part.utf8)
        var steps = 1_000
        let found = try Self.many.longest(in: bytes, 0..<bytes.count, steps: &steps)
        #expect(found?.marker == marker)
        #expect(steps > 500)
    }

    @Test(
        arguments: [
            ("4111 ", "[CARD_1]"), ("4111", "[CARD]"), ("4111-22", "[CARD_2]"), ("4111-", "[CARD]"),
            ("sk-abc", "[KEY]"), ("+49 171", "[CARD]"),
        ])
    func `Spellings of one value have its marker, several values the marker of their type`(
        _ part: String, _ marker: String
    ) throws {
        let order = CutOrder([
            Self.value("4111 1111", .card, 1), Self.value("4111-1111", .card, 1), Self.value("4111 11-11", .card, 1),
            Self.value("4111-2222", .card, 2), Self.value("sk-abcdef", .key, 1), Self.value("sk-abcdef", .key, 2),
            Self.value("+49 1711", .phone, 1), Self.value("+49 1712", .card, 3),
        ])
        let bytes = Array(part.utf8)
        var steps = 1_000
        let found = try order.longest(in: bytes, 0..<bytes.count, steps: &steps)
        #expect(found?.marker == marker)
    }

    @Test func `A text that agrees with a long value nearly everywhere is given up`() throws {
        let long = String(repeating: "a", count: 1_500)
        var values = CutValues()
        values.add(Array("\(long)@example.org".utf8)[...], .email, marker: "[EMAIL_1]")
        values.sort()
        let found = try values.marked("from \(long)@exam…")
        #expect(found == "from [EMAIL_1]…")
        let sorted = values
        #expect(throws: (any Error).self) { try sorted.marked("\(long)b…") }
    }

    @Test func `What is added after sorting is found as well`() throws {
        var values = CutValues()
        values.add(Array("ada@example.org".utf8)[...], .email, marker: "[EMAIL_1]")
        values.sort()
        values.add(Array("bob@example.org".utf8)[...], .email, marker: "[EMAIL_2]")
        let found = try values.marked("ada@e…, bob@e…")
        #expect(found == "[EMAIL_1]…, [EMAIL_2]…")
    }
}
