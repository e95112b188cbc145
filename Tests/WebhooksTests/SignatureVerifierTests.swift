import Cryptography
import Testing
import Timing
import Webhooks

struct SignatureVerifierTests {
    static let hmacSchemes: [SignatureScheme] = [.standardWebhooks, .svix, .langfuse, .github, .stripe]
    static let timedSchemes: [SignatureScheme] = [.standardWebhooks, .svix, .langfuse, .stripe]

    @Test func `Standard Webhooks' published example verifies`() throws {
        var delivery = try Delivery.make()
        delivery["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        let verified = try delivery.verify()
        #expect(verified == VerifiedDelivery(signedID: Delivery.id, timestamp: Delivery.now, keyIndex: 0))
    }

    @Test func `GitHub's published example verifies, without a timestamp or an id`() throws {
        var delivery = try Delivery.make(.github, body: "Hello, World!")
        delivery["x-hub-signature-256"] = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        let verified = try delivery.verify(secrets: [SigningSecret("It's a Secret to Everybody")])
        #expect(verified == VerifiedDelivery())
    }

    @Test(arguments: hmacSchemes)
    func `What the signer signs verifies`(_ scheme: SignatureScheme) throws {
        #expect(try Delivery.make(scheme).refusal() == nil)
        #expect(try Delivery.make(scheme, body: "").refusal() == nil)
    }

    @Test(arguments: hmacSchemes)
    func `One changed byte of the body is a mismatch`(_ scheme: SignatureScheme) throws {
        var delivery = try Delivery.make(scheme)
        for index in delivery.body.indices {
            delivery.body[index] ^= 1
            #expect(try delivery.refusal()?.code == .signatureMismatch)
            delivery.body[index] ^= 1
        }
        delivery.body.append(0x0A)
        #expect(try delivery.refusal()?.code == .signatureMismatch)
    }

    @Test(arguments: ["webhook-id", "webhook-timestamp"])
    func `A changed signed header is a mismatch`(_ name: String) throws {
        var delivery = try Delivery.make()
        delivery[name] = name == "webhook-id" ? "msg_other" : "1614265331"
        #expect(try delivery.refusal()?.code == .signatureMismatch)
    }

    @Test(arguments: hmacSchemes)
    func `Each header that is missing or empty is named`(_ scheme: SignatureScheme) throws {
        let whole = try Delivery.make(scheme)
        for (name, _) in whole.headers {
            for value in [nil, ""] {
                var delivery = whole
                delivery[name] = value
                let refusal = try delivery.refusal()
                #expect(refusal?.code == .signatureMissing)
                #expect(refusal?.reason.contains("`\(name)`") == true)
            }
        }
    }

    @Test(arguments: [
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ])
    func `A Standard Webhooks secret counts with and without its prefixes`(_ secret: String) throws {
        #expect(try Delivery.make().refusal(secrets: [SigningSecret(secret)]) == nil)
    }

    @Test func `A secret counts with and without its padding`() throws {
        let delivery = try Delivery.make(secret: "whsec_AAECAwQFBgcICQoLDA0ODw==")
        #expect(try delivery.refusal(secrets: [SigningSecret("whsec_AAECAwQFBgcICQoLDA0ODw")]) == nil)
    }

    @Test func `Svix headers may bear the standard's names`() throws {
        var delivery = try Delivery.make(.standardWebhooks)
        delivery.scheme = .svix
        #expect(try delivery.refusal() == nil)
        var other = try Delivery.make(.svix)
        other.scheme = .standardWebhooks
        #expect(try other.refusal()?.code == .signatureMissing)
    }

    @Test func `The prefix of a Langfuse secret is part of the key`() throws {
        let secret = "lf-whsec_" + String(repeating: "0123456789abcdef", count: 4)
        let delivery = try Delivery.make(.langfuse, secret: secret)
        let bare = HMACKey(.sha256, secret: Array(secret.utf8))
        let code = bare.authenticationCode(for: [Array("1614265330.".utf8), delivery.body])
        #expect(delivery["x-langfuse-signature"] == "t=1614265330,v1=\(Hex.encode(code))")
        #expect(try delivery.refusal(secrets: [SigningSecret(secret)]) == nil)
        let refusal = try delivery.refusal(secrets: [SigningSecret(String(secret.dropFirst(9)))])
        #expect(refusal?.code == .signatureMismatch)
    }

    @Test func `Any of several signatures may match, in any order and among foreign versions`() throws {
        for scheme in [SignatureScheme.stripe, .standardWebhooks] {
            let name = scheme == .stripe ? "stripe-signature" : "webhook-signature"
            let right = try #require(try Delivery.make(scheme)[name])
            let wrong = try #require(try Delivery.make(scheme, secret: "whsec_AAAA")[name])
            var delivery = try Delivery.make(scheme)
            if scheme == .stripe {
                let wrongOnly = wrong.split(separator: ",")[1]
                delivery[name] = "v0=00,\(wrongOnly), \(right.split(separator: ",")[1]),v1=zz,t=1614265330"
            } else {
                delivery[name] = "v1a,AAAA \(wrong) \(right) v1,***"
            }
            #expect(try delivery.refusal() == nil)
        }
    }

    @Test func `Any of several secrets may match, and the index says which`() throws {
        let secrets = [SigningSecret("whsec_AAAA"), SigningSecret("whsec_BBBB"), SigningSecret(Delivery.secret)]
        #expect(try Delivery.make().verify(secrets: secrets).keyIndex == 2)
    }

    @Test(arguments: hmacSchemes + [.bearer])
    func `A secret counts until it expires and is named afterwards`(_ scheme: SignatureScheme) throws {
        let delivery = try Delivery.make(scheme)
        let expiry = Delivery.now + .seconds(60)
        let secrets = [SigningSecret("whsec_AAAA"), SigningSecret(Delivery.secret, expires: expiry)]
        let last = Timestamp(microseconds: expiry.microseconds - 1)
        #expect(try delivery.verify(secrets: secrets, now: last).keyIndex == 1)
        let refusal = try delivery.refusal(secrets: secrets, now: expiry)
        #expect(refusal?.code == .signatureMismatch)
        #expect(refusal?.reason.contains("secret 2") == true)
        #expect(refusal?.reason.contains("expired") == true)
    }

    @Test func `The scheme none lets everything in`() throws {
        let verifier = try SignatureVerifier(scheme: .none, secrets: [])
        #expect(try verifier.verify(header: { _ in nil }, body: [], now: Delivery.now) == VerifiedDelivery())
    }

    @Test(arguments: ["Bearer token", "bearer token", "BEARER  token "])
    func `A bearer token is found behind its word in any case`(_ value: String) throws {
        var delivery = try Delivery.make(.bearer, secret: "token")
        delivery["authorization"] = value
        #expect(try delivery.refusal(secrets: [SigningSecret("other"), SigningSecret("token")]) == nil)
    }

    @Test(arguments: [
        (nil, SignatureError.Code.signatureMissing), ("", .signatureMissing), ("Basic token", .signatureMissing),
        ("token", .signatureMissing), ("Bearer", .signatureMissing), ("Bearer ", .signatureMismatch),
        ("Bearer toke", .signatureMismatch), ("Bearer tokens", .signatureMismatch),
        ("Bearer Token", .signatureMismatch),
    ])
    func `Any other authorization is refused`(_ value: String?, _ code: SignatureError.Code) throws {
        var delivery = try Delivery.make(.bearer, secret: "token")
        delivery["authorization"] = value
        #expect(try delivery.refusal(secrets: [SigningSecret("token")])?.code == code)
    }
}
