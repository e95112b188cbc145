import Cryptography
import Testing

/// Hex and base 64 (RFC 4648, 10).
struct TextEncodingTests {
    @Test(arguments: [
        ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
        ("foob", "Zm9vYg==", "666f6f62"), ("fooba", "Zm9vYmE=", "666f6f6261"), ("foobar", "Zm9vYmFy", "666f6f626172"),
    ])
    func `The vectors of RFC 4648 go both ways`(_ text: String, _ base64: String, _ hex: String) {
        let bytes = Array(text.utf8)
        let unpadded = base64.prefix { $0 != "=" }
        #expect(Base64.encode(bytes) == base64)
        #expect(Base64.decode(base64) == bytes)
        #expect(Base64.decode(String(unpadded)) == bytes)
        #expect(Hex.encode(bytes) == hex)
        #expect(Hex.decode(hex) == bytes)
        #expect(Hex.decode(hex.uppercased()) == bytes)
    }

    @Test func `The alphabets differ in two characters and do not mix`() {
        let bytes: [UInt8] = [0xFB, 0xFF, 0xBF]
        #expect(Base64.encode(bytes) == "+/+/")
        #expect(Base64.decode("+/+/") == bytes)
        #expect(Base64.decode("-_-_", alphabet: .urlSafe) == bytes)
        #expect(Base64.decode("-_-_") == nil)
        #expect(Base64.decode("+/+/", alphabet: .urlSafe) == nil)
    }

    @Test(arguments: [
        "A", "AAAAA", "=", "==", "====", "A===", "Zg=", "Zg===", "Zm8==", "Zm9v=", "Zm9v====", "Zg==Zg==", "Z=g=",
        "Zh==",
        "Zm9=", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9é", "Zm9\0",
    ])
    func `Malformed base 64 is refused`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["0", "0g", "0x00", " 00", "00 ", "é0", "00\n", "/0", ":0", "@0", "`0", "G0"])
    func `Malformed hex is refused`(_ text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func `Random bytes survive both encodings at every length`() {
        for count in 0..<100 {
            let bytes = RandomBytes.make(count: count)
            #expect(bytes.count == count)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
    }

    @Test func `Random text never traps a decoder`() {
        for _ in 0..<5_000 {
            let text = RandomBytes.make(count: Int.random(in: 0..<12))
            _ = Base64.decode(text)
            _ = Base64.decode(text[...].dropFirst(), alphabet: .urlSafe)
            _ = Hex.decode(text)
        }
    }

    @Test func `Two keys drawn at random differ`() {
        #expect(RandomBytes.make(count: 32) != RandomBytes.make(count: 32))
    }

    @Test func `The loaded library says its version`() {
        #expect(libraryVersion.hasPrefix("3."))
    }
}
