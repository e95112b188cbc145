import Cryptography
import Testing

struct HMACKeyTests {
    /// One test case of RFC 4231, 4.
    struct Vector: Sendable {
        var number: Int
        var key: [UInt8]
        var data: [UInt8]
        var sha256: String
        var sha512: String
    }

    static let vectors: [Vector] = [
        Vector(
            number: 1, key: [UInt8](repeating: 0x0B, count: 20), data: Array("Hi There".utf8),
            sha256: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            sha512: "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"),
        Vector(
            number: 2, key: Array("Jefe".utf8), data: Array("what do ya want for nothing?".utf8),
            sha256: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            sha512: "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"),
        Vector(
            number: 3, key: [UInt8](repeating: 0xAA, count: 20), data: [UInt8](repeating: 0xDD, count: 50),
            sha256: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            sha512: "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
                + "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"),
        Vector(
            number: 4, key: Array(0x01...0x19), data: [UInt8](repeating: 0xCD, count: 50),
            sha256: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            sha512: "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
                + "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"),
        Vector(
            number: 6, key: [UInt8](repeating: 0xAA, count: 131),
            data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            sha256: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            sha512: "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"),
        Vector(
            number: 7, key: [UInt8](repeating: 0xAA, count: 131),
            data: Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. The key needs "
                    + "to be hashed before being used by the HMAC algorithm.").utf8),
            sha256: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            sha512: "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
                + "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"),
    ]

    @Test(arguments: vectors)
    func `Every vector of RFC 4231 comes out and is valid`(_ vector: Vector) throws {
        for (algorithm, expected) in [(HMACKey.Algorithm.sha256, vector.sha256), (.sha512, vector.sha512)] {
            let key = HMACKey(algorithm, secret: vector.key)
            #expect(Hex.encode(key.authenticationCode(for: [vector.data])) == expected)
            #expect(key.isValid(try #require(Hex.decode(expected)), for: [vector.data]))
        }
    }

    @Test func `The truncated vector of RFC 4231 is a prefix, and a prefix is not valid`() throws {
        let data = Array("Test With Truncation".utf8)
        let prefix = try #require(Hex.decode("a3b6167473100ee06e0c796c2955552b"))
        let key = HMACKey(.sha256, secret: [UInt8](repeating: 0x0C, count: 20))
        #expect(key.authenticationCode(for: [data]).starts(with: prefix))
        #expect(!key.isValid(prefix, for: [data]))
        let long = HMACKey(.sha512, secret: [UInt8](repeating: 0x0C, count: 20)).authenticationCode(for: [data])
        #expect(Hex.encode(long).hasPrefix("415fad6271580a531d4179bc891d87a6"))
    }

    @Test(arguments: [
        ("Hi There", [UInt8](repeating: 0x0B, count: 20), "b617318655057264e28bc0b6fb378c8ef146be00"),
        ("what do ya want for nothing?", Array("Jefe".utf8), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (
            "Test Using Larger Than Block-Size Key - Hash Key First", [UInt8](repeating: 0xAA, count: 80),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
    ])
    func `HMAC-SHA1 gives the codes of RFC 2202`(_ data: String, _ secret: [UInt8], _ code: String) {
        #expect(Hex.encode(HMACKey(.sha1, secret: secret).authenticationCode(for: [Array(data.utf8)])) == code)
    }

    @Test func `GitHub's published example is valid`() throws {
        let key = HMACKey(.sha256, secret: Array("It's a Secret to Everybody".utf8))
        let code = try #require(Hex.decode("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"))
        #expect(key.isValid(code, for: [Array("Hello, World!".utf8)]))
    }

    @Test(arguments: HMACKey.Algorithm.allCases)
    func `Pieces count like the joined message, wherever they are cut`(_ algorithm: HMACKey.Algorithm) {
        let message = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        let key = HMACKey(algorithm, secret: [1, 2, 3])
        let whole = key.authenticationCode(for: [message])
        for cut in 0...message.count {
            #expect(key.isValid(whole, for: [Array(message[..<cut]), [], Array(message[cut...])]))
        }
    }

    @Test(arguments: HMACKey.Algorithm.allCases)
    func `One changed bit anywhere makes a code invalid`(_ algorithm: HMACKey.Algorithm) {
        let key = HMACKey(algorithm, secret: [1, 2, 3])
        let code = key.authenticationCode(for: [[4]])
        for bit in 0..<(code.count * 8) {
            var changed = code
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.isValid(changed, for: [[4]]))
        }
        #expect(!key.isValid([], for: [[4]]))
        #expect(!key.isValid(code + [0], for: [[4]]))
    }

    @Test func `An empty key and an empty message have a code`() {
        let code = HMACKey(.sha256, secret: []).authenticationCode(for: [])
        #expect(Hex.encode(code) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `One key serves many tasks at once`() async {
        let key = HMACKey(.sha256, secret: Array("shared".utf8))
        let codes = (0..<64).map { key.authenticationCode(for: [[UInt8($0)]]) }
        let allValid = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<64).allSatisfy { key.isValid(codes[$0], for: [[UInt8($0)]]) } }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(allValid)
    }

    @Test func `A key never shows its secret`() {
        let key = HMACKey(.sha256, secret: Array("hunter2".utf8))
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "<redacted>")
        #expect(dumped.contains("<redacted>") && !dumped.contains("SHA"))
    }
}
