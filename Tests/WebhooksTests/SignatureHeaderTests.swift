import Cryptography
import Testing
import Timing
import Webhooks

struct SignatureHeaderTests {
    /// Pieces that steer the parser, and bytes that do not belong in a header.
    private static let pieces = [
        "t=", "v1=", "v1,", "sha256=", "Bearer ", ",", " ", "\t", "=", "1614265330", "ab", "é", "\u{0}", "🦆",
        "whsec_", "==", "v1",
    ]

    @Test(arguments: SignatureScheme.Kind.allCases.filter { $0 != .none && $0 != .hmac })
    func `No header traps the parser or gets in`(_ kind: SignatureScheme.Kind) throws {
        let scheme = try #require(SignatureScheme(kind))
        let verifier = try SignatureVerifier(scheme: scheme, secrets: [SigningSecret(Delivery.secret)])
        var generator = SystemRandomNumberGenerator()
        for round in 0..<2_000 {
            var text = ""
            if round.isMultiple(of: 2) {
                for _ in 0..<Int.random(in: 0..<12, using: &generator) { text += Self.pieces.randomElement() ?? "" }
            } else {
                text = String(
                    decoding: RandomBytes.make(count: Int.random(in: 0..<40, using: &generator)), as: UTF8.self)
            }
            let bytes = text
            let isRefused: Bool
            do throws(SignatureError) {
                _ = try verifier.verify(header: { _ in bytes }, body: [1], now: Delivery.now)
                isRefused = false
            } catch {
                isRefused = true
            }
            #expect(isRefused, "let in: \(bytes.debugDescription)")
        }
    }

    @Test(arguments: ["é", "v1,é", "v1,\u{FFFD}\u{FFFD}", "ｖ１,AAAA"])
    func `A header that is not ASCII is a refusal like any other`(_ value: String) throws {
        var delivery = try Delivery.make()
        delivery["webhook-signature"] = value
        #expect(try delivery.refusal() != nil)
        delivery = try Delivery.make()
        delivery["webhook-id"] = value
        #expect(try delivery.refusal()?.code == .signatureMismatch)
    }

    @Test(arguments: [
        " t=1614265330 , v1=CODE ", "v1=CODE,t=1614265330", "t=1614265330,,v1=CODE,", "t=1614265330,v1=CODE,t=1",
        "t= 1614265330,v1=CODE",
    ])
    func `Order, blanks, empty items and a second timestamp do not matter`(_ template: String) throws {
        var delivery = try Delivery.make(.stripe)
        let code = try #require(delivery["stripe-signature"]?.split(separator: "v1=").last)
        let parts = template.split(separator: "CODE", omittingEmptySubsequences: false)
        delivery["stripe-signature"] = parts.joined(separator: String(code))
        #expect(try delivery.refusal() == nil)
    }

    @Test func `A header of thousands of signatures costs one HMAC, not thousands`() throws {
        var delivery = try Delivery.make()
        delivery.body = [UInt8](repeating: 0x20, count: 4_000_000)
        delivery["webhook-signature"] = Array(
            repeating: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", count: 5_000
        ).joined(separator: " ")
        let start = ContinuousClock.now
        let refusal = try delivery.refusal()
        let spent = ContinuousClock.now - start
        #expect(refusal?.code == .signatureMismatch)
        // 5,000 HMACs over 4 MB take more than a minute on any machine.
        #expect(spent < .seconds(10))
    }
}
