import Cryptography
import Testing

struct UUIDv5Tests {
    @Test func `The vector of RFC 9562 comes out`() {
        let id = UUIDv5.make(namespace: UUIDv5.dnsNamespace, name: "www.example.com")
        #expect(id == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    }

    @Test(arguments: ["", "a", "日本語", "e\u{301}", "\u{e9}", String(repeating: "x", count: 10_000)])
    func `Every name gives a UUID of version 5 and variant 10`(_ name: String) {
        let id = Array(UUIDv5.make(namespace: UUIDv5.dnsNamespace, name: name).utf8)
        #expect(id.count == 36)
        #expect(id[14] == UInt8(ascii: "5"))
        #expect("89ab".utf8.contains(id[19]))
    }

    @Test func `Canonically equal names with other bytes give other UUIDs`() {
        let composed = UUIDv5.make(namespace: UUIDv5.dnsNamespace, name: "\u{e9}")
        let decomposed = UUIDv5.make(namespace: UUIDv5.dnsNamespace, name: "e\u{301}")
        #expect(composed != decomposed)
    }
}
