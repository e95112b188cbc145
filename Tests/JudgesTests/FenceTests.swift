import Cryptography
import Testing

@testable import Judges

@Suite struct FenceTests {
    @Test func `Without the secret of the process the token cannot be worked out`() {
        let texts = ["prompt", "output", "Paris."]
        let secrets = (0..<10).map { _ in HMACKey(.sha256, secret: RandomBytes.make(count: 32)) }
        let tokens = secrets.map { Fence(for: texts, secret: $0).token }
        #expect(Set(tokens + [Fence(for: texts).token]).count == 11)
        #expect(tokens.allSatisfy { $0.utf8.count == 32 })
        // What anybody can compute from the texts is not it.
        #expect(
            !Fence(for: texts).token.hasPrefix(
                Hex.encode(MessageDigest.sha256(Array("promptoutputParis.".utf8)).prefix(4))))
    }

    @Test(
        arguments: [
            (["ab", "c"], ["a", "bc"]), (["ab"], ["a", "b"]), (["", "a"], ["a", ""]), (["a"], ["a", ""]), ([], [""]),
            (["é"], ["e\u{301}"]),
        ] as [([String], [String])])
    func `Texts cut elsewhere, or spelt with other scalars, have another token`(_ left: [String], _ right: [String]) {
        #expect(Fence(for: left).token == Fence(for: left).token)
        #expect(Fence(for: left).token != Fence(for: right).token)
    }
}
