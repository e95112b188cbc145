import Testing
import Webhooks

struct EventIdentityTests {
    private static func make(
        bodyID: String? = nil, signedID: String? = nil, index: Int? = nil, source: String = "default",
        bytes: [UInt8] = [1]
    ) -> EventIdentity {
        EventIdentity(
            bodyID: bodyID, delivery: VerifiedDelivery(signedID: signedID), index: index, source: source, bytes: bytes)
    }

    @Test func `The body names the event, the signature tells copies apart`() {
        let identity = Self.make(bodyID: "evt_1", signedID: "msg_1")
        #expect(identity.id == "evt_1")
        #expect(identity.dedupeKey == "msg_1")
    }

    @Test func `A signed id names an event without one, with its place in a batch`() {
        #expect(Self.make(signedID: "msg_1").id == "msg_1")
        #expect(Self.make(signedID: "msg_1", index: 3).id == "msg_1.3")
        #expect(Self.make(bodyID: "evt_1", signedID: "msg_1", index: 3).dedupeKey == "msg_1.3")
    }

    @Test func `Without a signed id the body's counts, in a batch too`() {
        #expect(Self.make(bodyID: "evt_1", index: 3).dedupeKey == "evt_1")
    }

    @Test func `Without any id the source and the bytes make one`() {
        let identity = Self.make(source: "a", bytes: [0x62])
        // sha256sum of "a\0b"
        #expect(identity.id == "59b271ae1bbcb1d31d41929817f4b16f")
        #expect(identity.dedupeKey == identity.id)
        #expect(Self.make(source: "a", bytes: [0x62]) == identity)
        #expect(Self.make(source: "b", bytes: [0x62]).id != identity.id)
        #expect(Self.make(source: "a", bytes: [0x63]).id != identity.id)
        #expect(Self.make(source: "ab", bytes: []).id != identity.id)
    }

    @Test(arguments: ["a\nb", String(repeating: "x", count: 201)])
    func `A signed id that cannot be a name still tells copies apart`(_ signedID: String) {
        let identity = Self.make(signedID: signedID)
        #expect(identity.id.utf8.count == 32)
        #expect(identity.dedupeKey == signedID)
    }
}
