import Cryptography
import Testing

/// Vectors of FIPS 180-4's examples.
struct MessageDigestTests {
    @Test func `SHA-1 of abc is the published digest`() {
        let digest = MessageDigest.sha1(Array("abc".utf8))
        #expect(Hex.encode(digest) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the published digests`(_ message: String, _ digest: String) {
        #expect(Hex.encode(MessageDigest.sha256(Array(message.utf8))) == digest)
    }

    @Test func `Pieces digest like the joined message`() {
        let pieces = ["a", "", "bc"].map { Array($0.utf8) }
        #expect(MessageDigest.sha256(ofPieces: pieces) == MessageDigest.sha256(Array("abc".utf8)))
    }
}
