import Cryptography
import Testing
import Timing
import Webhooks

struct SignatureReasonTests {
    private static func code(_ algorithm: HMACKey.Algorithm = .sha256) -> [UInt8] {
        HMACKey(algorithm, secret: [1]).authenticationCode(for: [])
    }

    @Test func `A signature in the other encoding is called that`() throws {
        var delivery = try Delivery.make(.standardWebhooks)
        delivery["webhook-signature"] = "v1,\(Hex.encode(Self.code()))"
        let hex = try delivery.refusal()
        #expect(hex?.code == .signatureMismatch)
        #expect(hex?.reason.contains("written in hex, the scheme wants base64") == true)
        var other = try Delivery.make(.github)
        other["x-hub-signature-256"] = "sha256=\(Base64.encode(Self.code()))"
        #expect(try other.refusal()?.reason.contains("written in base64, the scheme wants hex") == true)
    }

    @Test func `A code of another length is called that`() throws {
        var delivery = try Delivery.make(.github)
        delivery["x-hub-signature-256"] = "sha256=\(Hex.encode(Self.code(.sha1)))"
        let refusal = try delivery.refusal()
        #expect(refusal?.code == .signatureMismatch)
        #expect(refusal?.reason.contains("has 20 bytes, HMAC-SHA256 has 32") == true)
        #expect(refusal?.reason.contains("HMAC-SHA1") == true)
    }

    @Test func `A header without the scheme's prefix is called that`() throws {
        var delivery = try Delivery.make(.github)
        delivery["x-hub-signature-256"] = "sha1=\(Hex.encode(Self.code(.sha1)))"
        let refusal = try delivery.refusal()
        #expect(refusal?.code == .signatureMissing)
        #expect(refusal?.reason.contains("begins with `sha256=`") == true)
    }

    @Test func `Garbage is called no hex`() throws {
        var delivery = try Delivery.make(.langfuse)
        delivery["x-langfuse-signature"] = "t=1614265330,v1=zzz"
        #expect(try delivery.refusal()?.reason.contains("is not hex") == true)
    }

    @Test func `An unexplained mismatch names the usual cause and does not claim to know it`() throws {
        var delivery = try Delivery.make()
        delivery.body.append(0x20)
        let refusal = try delivery.refusal()
        #expect(refusal?.reason.contains("over the 21 bytes") == true)
        #expect(refusal?.reason.contains("cannot be told") == true)
    }

    @Test(arguments: SignatureVerifierTests.hmacSchemes + [.bearer])
    func `No error shows a secret, a code or a header's value`(_ scheme: SignatureScheme) throws {
        let secret = "whsec_c2VjcmV0LXRoYXQtbXVzdC1ub3Qtc2hvdw=="
        let name = try #require(try Delivery.make(scheme, secret: secret).headers.last?.name)
        for value in [nil, "v1,x", "t=1614265330,v1=ab", "sha256=ab", "Bearer x", "x"] {
            var delivery = try Delivery.make(scheme, secret: secret)
            let expected = try #require(delivery[name])
            delivery[name] = value
            let error = try #require(try delivery.refusal(secrets: [SigningSecret(secret)]))
            let code = expected.split { $0 == "," || $0 == "=" || $0 == " " }.last ?? ""
            for text in [String(describing: error), String(reflecting: error), error.reason] {
                #expect(!text.contains("c2VjcmV0") && !text.contains("secret-that-must"))
                #expect(!text.contains(code))
            }
        }
    }

    @Test func `No verifier, signer or secret shows a secret when it is printed`() throws {
        for scheme in SignatureVerifierTests.hmacSchemes + [.bearer] {
            let secret = SigningSecret("whsec_aHVudGVyMg==")
            var dumped = ""
            dump(try SignatureVerifier(scheme: scheme, secrets: [secret]), to: &dumped)
            dump(try RequestSigner(scheme: scheme, secret: secret.value), to: &dumped)
            dump(secret, to: &dumped)
            dumped += "\(secret) \(String(reflecting: secret))"
            #expect(!dumped.contains("aHVudGVy") && !dumped.contains("hunter2"))
        }
    }
}
