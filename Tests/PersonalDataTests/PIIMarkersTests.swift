import PersonalData
import Testing

@Suite struct PIIMarkersTests {
    private static let everything = Set(PIIType.allCases)

    @Test(
        arguments: [
            ("Ask ada@example.org or ADA@example.org.", "Ask [EMAIL_1] or [EMAIL_1]."),
            ("ada@example.org, bob@example.org, ada@example.org", "[EMAIL_1], [EMAIL_2], [EMAIL_1]"),
            ("4111 1111 1111 1111 = 4111-1111-1111-1111", "[CARD_1] = [CARD_1]"),
            ("DE89 3704 0044 0532 0130 00 is DE89370400440532013000", "[IBAN_1] is [IBAN_1]"),
            ("203.0.113.7 and 2001:db8::8a2e:370:7334", "[IP_1] and [IP_2]"),
            ("(415) 555-2671, SSN 078-05-1120", "[PHONE_1], SSN [SSN_1]"), ("nothing here", "nothing here"), ("", ""),
        ])
    func `The same value has the same marker, another value another`(_ text: String, _ marked: String) throws {
        var markers = PIIMarkers(Self.everything)
        #expect(try markers.learn(text) == marked)
        #expect(try markers.mark(text) == marked)
    }

    @Test func `Numbers go on from text to text, and a value not learnt has none`() throws {
        var markers = PIIMarkers(Self.everything)
        #expect(try markers.learn("ada@example.org") == "[EMAIL_1]")
        #expect(try markers.learn("bob@example.org and ada@example.org") == "[EMAIL_2] and [EMAIL_1]")
        #expect(try markers.mark("eve@example.org, bob@example.org") == "[EMAIL], [EMAIL_2]")
        #expect(markers.counts.map(\.type) == [.email])
        #expect(markers.counts.map(\.count) == [2])
    }

    @Test func `A marker that stands in the text already is not used for another value`() throws {
        let text = "[EMAIL_1] and [CARD_1] wrote to ada@example.org"
        var markers = PIIMarkers(Self.everything, avoidingThoseIn: text)
        #expect(try markers.learn(text) == "[EMAIL_1] and [CARD_1] wrote to [EMAIL_2]")
    }

    @Test func `Only the types asked for are hidden`() throws {
        var markers = PIIMarkers([.card])
        #expect(try markers.learn("ada@example.org 4111111111111111") == "ada@example.org [CARD_1]")
    }

    @Test func `Where two findings overlap nothing of either is left over`() throws {
        var markers = PIIMarkers(Self.everything)
        #expect(try markers.learn("call +1 415 555 9876 4111 1111 1111 1111 now") == "call [PHONE_1] now")
    }

    private static let longKey = "sk-" + String(repeating: "aB3d", count: 100)
    private static let longToken: String = {
        let part = String(repeating: "a", count: 5000)
        return "eyJ\(part).eyJ\(part).\(part)"
    }()

    @Test(
        arguments: [
            ("alice@example.com-Bob", "[EMAIL_1]-Bob"), ("alice@example.com--", "[EMAIL_1]--"),
            ("-alice@example.com", "-[EMAIL_1]"), ("...alice@example.com", "...[EMAIL_1]"),
            ("%20alice@example.com", "%[EMAIL_1]"), ("alice@example.com2024", "[EMAIL_1]2024"),
            ("Visa-4111111111111111", "Visa-[CARD_1]"), ("card_4111111111111111", "card_[CARD_1]"),
            ("CC4111111111111111", "CC[CARD_1]"), ("4111111111111111abc", "[CARD_1]abc"),
            (#""note\n4111111111111111""#, #""note\n[CARD_1]""#), (#"\n+442079460958"#, #"\n[PHONE_1]"#),
            (#"\n415-555-2671\n"#, #"\n[PHONE_1]\n"#), ("Tel13812345678x", "Tel[PHONE_1]x"),
            (#"\n078-05-1120"#, #"\n[SSN_1]"#), (#"\n203.0.113.7\n"#, #"\n[IP_1]\n"#),
            (#"\nDE89370400440532013000"#, #"\n[IBAN_1]"#), ("0.4111111111111111", "0.4111111111111111"),
            ("0.13812345678", "0.13812345678"), ("CC4111111111111112", "CC4111111111111112"),
            (longKey, "[KEY_1]"), (longToken, "[KEY_1]"),
        ] as [(String, String)])
    func `What touches letters or escapes, or is long, is hidden as well`(_ text: String, _ marked: String) throws {
        var markers = PIIMarkers(Self.everything)
        #expect(try markers.learn(text) == marked)
    }

    @Test func `A long text of what nearly matches never reaches the limits of hiding`() throws {
        for piece in [
            "a.b-", "1 ", "4111 ", "-eyJaaaaaaaa", "eyJaaaaaaaa.", "sk-", "x@y.", "+1 2 ", #"\n1"#, "alic…", "….com",
            "a", "a@b.c1.",
        ] {
            let markers = try Self.learnt("alice@example.com")
            _ = try markers.markExcerpts(String(repeating: piece, count: 60_000 / piece.utf8.count))
        }
    }

    private static func learnt(_ text: String) throws -> PIIMarkers {
        var markers = PIIMarkers(everything)
        _ = try markers.learn(text)
        return markers
    }

    @Test(
        arguments: [
            ("`I am alice.meyer@examp…` and `Alic…`", "`I am [EMAIL_1]…` and `[EMAIL_1]…`"),
            ("bob@example.c…, ali…", "[EMAIL_2]…, ali…"), ("4111 1111 1…", "[CARD_1]…"), ("`bob@…`", "`[EMAIL]…`"),
            ("alic, malic …", "alic, malic …"), ("alice.meyer@example.com…", "[EMAIL_1]…"), ("…", "…"), ("", ""),
        ])
    func `What an excerpt leaves of a learnt value is hidden`(_ text: String, _ marked: String) throws {
        let markers = try Self.learnt("alice.meyer@example.com bob@example.com bob@other.org, 4111 1111 1111 1111")
        #expect(try markers.markExcerpts(text) == marked)
    }

    @Test(
        arguments: [
            ("(after: …meyer@example.com)", "(after: …[EMAIL_1])"), ("…1111 1111", "…[CARD_1]"),
            ("…1111 is it", "…[CARD_1] is it"), ("`…111` and …com", "`…111` and …com"), ("…ample.com,", "…[EMAIL],"),
            ("…e.MEYER@example.com…", "…[EMAIL_1]…"), ("…bob@other.org and alic…", "…[EMAIL_3] and [EMAIL_1]…"),
            ("4111 11… and …11 1111", "[CARD_1]… and …[CARD_1]"), ("……1111", "……[CARD_1]"), ("a … 2024", "a … 2024"),
        ])
    func `What stands behind a cut and ends a learnt value is hidden`(_ text: String, _ marked: String) throws {
        let markers = try Self.learnt("alice.meyer@example.com bob@example.com bob@other.org, 4111 1111 1111 1111")
        #expect(try markers.markExcerpts(text) == marked)
    }

    @Test func `Cuts beside what two thousand values end with are all marked`() throws {
        let addresses = (0..<2_000).map { "user\($0)@example.com" }
        var markers = try Self.learnt(addresses.joined(separator: " "))
        markers.prepareExcerpts()
        let marked = try markers.markExcerpts(String(repeating: "….com", count: 2_000))
        #expect(marked == String(repeating: "…[EMAIL]", count: 2_000))
    }

    private static let longName = String(repeating: "a", count: 65)
    private static let dottedName = String(repeating: "first.", count: 100) + "last"

    @Test(
        arguments: [
            ("\(longName)@example.org", "[EMAIL_1]"), ("to \(dottedName)@example.org!", "to [EMAIL_1]!"),
            ("<ada@example.org>", "<[EMAIL_1]>"), ("“ada@example.org”", "“[EMAIL_1]”"),
            ("邮箱：ada@example.org，", "邮箱：[EMAIL_1]，"), ("jose\u{301}.m@example.org", "[EMAIL_1]"),
            ("ada@a.b.c.d.e.f.g.h.i.j.k.example.org", "[EMAIL_1]"), ("_ada_@example.org", "[EMAIL_1]"),
            ("@example.org", "@example.org"), ("..@example.org", "..@example.org"),
            ("a @example.org", "a @example.org"),
        ])
    func `An address is hidden whole, however long its name is`(_ text: String, _ marked: String) throws {
        var markers = PIIMarkers(Self.everything)
        #expect(try markers.learn(text) == marked)
    }

    // Put together here so that no scanner takes this file for a leak.
    private static let begin = "-----BEGIN RSA " + "PRIVATE KEY-----"
    private static let end = "-----END RSA " + "PRIVATE KEY-----"

    @Test(
        arguments: [
            ("a \(begin)\nMIIEow+/==\nAbc\n\(end) b", "a [KEY_1] b"),
            ("a \(begin)\nProc-Type: 4,ENCRYPTED\n\nMIIE\n\(end) b", "a [KEY_1] b"),
            (#"{"k":"\#(begin)\nMIIE\n\#(end)"}"#, #"{"k":"[KEY_1]"}"#),
            ("a \(begin)\nMIIEow+/==\n(cut)", "a [KEY_1](cut)"),
        ])
    func `A private key goes whole, with its end or without`(_ text: String, _ marked: String) throws {
        var markers = PIIMarkers([.key])
        #expect(try markers.learn(text) == marked)
    }
}
