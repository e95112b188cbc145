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
