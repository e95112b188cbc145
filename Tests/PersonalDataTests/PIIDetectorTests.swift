import PersonalData
import Testing

@Suite struct PIIDetectorTests {
    private static func kinds(in text: String) throws -> [PIIKind] { try PIIDetector().spans(in: text).map(\.kind) }

    // Keys are put together here so that no scanner takes this file for a leak.
    @Test(
        arguments: [
            ("mail ada.lovelace+x@sub.example.co.uk now", .email), ("<müller@exämple.de>", .email),
            ("call +44 20 7946 0958", .phone), ("+8613812345678", .phone), ("(415) 555-2671", .phone),
            ("415-555-2671.", .phone), ("手机13812345678。", .phone), ("4111 1111 1111 1111", .card),
            ("card 378282246310005", .card), ("5555-5555-5555-4444", .card), ("GB82 WEST 1234 5698 7654 32", .iban),
            ("DE89370400440532013000", .iban), ("SSN 078-05-1120", .ssn), ("from 203.0.113.7:8080", .ipv4),
            ("2001:db8::8a2e:370:7334", .ipv6), ("[fe80::1ff:fe23:4567:890a]", .ipv6), ("::ffff:203.0.113.7", .ipv6),
            ("sk-" + String(repeating: "aB3d", count: 10), .apiKey), ("AKIA" + "IOSFODNN7EXAMPLE", .apiKey),
            ("ghp_" + String(repeating: "a1B2", count: 9), .apiKey),
            (
                "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0." + String(repeating: "x", count: 30),
                .apiKey
            ),
            ("-----BEGIN RSA " + "PRIVATE KEY-----", .apiKey),
        ] as [(String, PIIKind)])
    func `Personal data is found by its shape`(_ text: String, _ kind: PIIKind) throws {
        #expect(try Self.kinds(in: text) == [kind])
    }

    @Test(
        arguments: [
            ("4111 1111 1111 1111 123", ["4111 1111 1111 1111"]),
            ("4111 1111 1111 1111 12/27", ["4111 1111 1111 1111"]),
            ("1 4111 1111 1111 1111", ["4111 1111 1111 1111"]), ("2024 4111 1111 1111 1111", ["4111 1111 1111 1111"]),
            ("4111.1111.1111.1111", ["4111.1111.1111.1111"]), ("3782\u{A0}822463\u{A0}10005.", ["3782 822463 10005"]),
            ("7-4111-1111-1111-1111-9", ["4111-1111-1111-1111"]),
            ("4111 1111 1111 1111 5555-5555-5555-4444", ["4111 1111 1111 1111", "5555-5555-5555-4444"]),
            ("4111 1111 1111 1111 12a", ["4111 1111 1111 1111"]), ("4111 1111 1111 1111a", []),
            ("0.4111111111111111", []), ("4.111111111111111", []), ("4111111111111111.5", []),
            ("4111111111111111 1", ["4111111111111111"]), ("41111111111111111", []),
            ("1.4111.1111.1111.1111", ["4111.1111.1111.1111"]),
            ("4111 1111 1111  1111", []), ("12, 4111 1111 1111 1111 - yes", ["4111 1111 1111 1111"]),
            ("4111-1111-1111-1111-ab", []),
        ])
    func `A card is found among other numbers`(_ text: String, _ cards: [String]) throws {
        let bytes = Array(text.utf8)
        let found = try PIIDetector([.card]).spans(in: text).map { String(decoding: bytes[$0.utf8], as: UTF8.self) }
        #expect(found.map { $0.replacing("\u{A0}", with: " ") } == cards)
    }

    @Test(
        arguments: [
            "4111 1111 1111 1112", "order 1234567890123456", "GB82 WEST 1234 5698 7654 33", "XX82123456987654321234",
            "000-12-3456", "666-12-3456", "078-00-1120", "256.1.1.1", "127.0.0.1", "0.0.0.0", "version 1.2.3",
            "1.2.3.4.5",
            "12:34:56", "::1", "std::vector", "abc::def", "a@b", "@handle", "user@localhost", "2024-01-02",
            "3.14159265",
            "sk-short", "1234567890", "+1", "ISBN 978-3-16-148410-0", "01.02.2024", "",
        ])
    func `What only looks like personal data is left alone`(_ text: String) throws {
        #expect(try Self.kinds(in: text).isEmpty)
    }

    @Test func `A long text of what nearly matches never reaches the limits of a search`() throws {
        for piece in [
            "a.b-", "1 ", "4111 ", "::1:", "eyJhbGciOi.", "GB82 WEST ", "x@y.", "+1 2 ",
            "-----BEGIN " + "PRIVATE KEY-----",
            "-----BEGIN " + "PRIVATE KEY-----" + String(repeating: "- ", count: 20_000),
        ] {
            let text = String(repeating: piece, count: max(1, 60_000 / piece.utf8.count))
            _ = try PIIDetector().spans(in: text)
        }
    }
}
