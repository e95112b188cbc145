import Cryptography
import Testing
import Timing
import Webhooks

struct SignatureConfigurationTests {
    @Test func `The names of the schemes are the contract`() {
        let names = SignatureScheme.Kind.allCases.map(\.rawValue)
        #expect(names == ["standard_webhooks", "svix", "langfuse", "github", "stripe", "hmac", "bearer", "none"])
        for kind in SignatureScheme.Kind.allCases where kind != .hmac {
            #expect(SignatureScheme(kind)?.kind == kind)
        }
        #expect(SignatureScheme(.hmac) == nil)
    }

    @Test(arguments: [
        ("not base64!", "is not base64"), ("whsec_", "is empty"), ("", "is empty"), ("whsk_AAAA", "asymmetric"),
        ("whpk_AAAA", "asymmetric"), ("lf-whsec_0123", "scheme `langfuse`"),
    ])
    func `A Standard Webhooks secret that cannot be one says why and does not appear`(
        _ secret: String, _ reason: String
    ) throws {
        let error = #expect(throws: SignatureConfigurationError.self) {
            try SignatureVerifier(
                scheme: .standardWebhooks, secrets: [SigningSecret(Delivery.secret), SigningSecret(secret)])
        }
        #expect(error?.message.contains(reason) == true)
        #expect(error?.message.contains("secret 2") == true)
        #expect(secret.count < 8 || error?.message.contains(secret) == false)
    }

    @Test(arguments: SignatureScheme.Kind.allCases.filter { $0 != .none && $0 != .hmac })
    func `A scheme without a secret, or with an empty one, is refused`(_ kind: SignatureScheme.Kind) throws {
        let scheme = try #require(SignatureScheme(kind))
        for secrets in [[], [SigningSecret("")]] {
            #expect(throws: SignatureConfigurationError.self) {
                try SignatureVerifier(scheme: scheme, secrets: secrets)
            }
        }
        #expect(throws: SignatureConfigurationError.self) { try RequestSigner(scheme: scheme, secret: Secret("")) }
    }

    @Test func `A custom scheme signs and verifies by its parts`() throws {
        for encoding in HMACSignature.Encoding.allCases {
            for algorithm in HMACKey.Algorithm.allCases {
                let custom = try HMACSignature(
                    header: "x-signature", prefix: "sig=", encoding: encoding, algorithm: algorithm,
                    content: "v0:{id}:{timestamp}:{body}", timestampHeader: "x-time", idHeader: "x-id")
                let delivery = try Delivery.make(.hmac(custom), secret: "text")
                let code = HMACKey(algorithm, secret: Array("text".utf8))
                    .authenticationCode(for: [Array("v0:\(Delivery.id):1614265330:".utf8), delivery.body])
                let text = encoding == .hex ? Hex.encode(code) : Base64.encode(code)
                #expect(delivery["x-signature"] == "sig=\(text)")
                let verified = try delivery.verify(secrets: [SigningSecret("text")])
                #expect(verified == VerifiedDelivery(signedID: Delivery.id, timestamp: Delivery.now, keyIndex: 0))
            }
        }
    }

    @Test func `A custom scheme over the body alone needs only its header`() throws {
        let delivery = try Delivery.make(.hmac(HMACSignature(header: "x-sig")), secret: "text")
        #expect(delivery.headers.map(\.name) == ["x-sig"])
        #expect(try delivery.refusal(secrets: [SigningSecret("text")]) == nil)
        #expect(!delivery.scheme.hasTimestamp)
    }

    @Test func `A prefix with a separator in it still works`() throws {
        for prefix in ["HMAC ", "a,b", "a, b="] {
            let delivery = try Delivery.make(.hmac(HMACSignature(header: "x-sig", prefix: prefix)), secret: "text")
            #expect(try delivery.refusal(secrets: [SigningSecret("text")]) == nil)
        }
    }

    @Test(arguments: [
        ("{id}.{body}", "`id_header` is not set"), ("{timestamp}{body}", "`timestamp_header` is not set"),
        ("{id}", "`{body}`"), ("", "`{body}`"), ("{body}{body}", "`{body}`"), ("{bdy}", "`{bdy}`"),
        ("{body", "without its"),
    ])
    func `A template that cannot be signed is refused with its reason`(_ content: String, _ reason: String) {
        let error = #expect(throws: SignatureConfigurationError.self) {
            try HMACSignature(header: "x-sig", content: content)
        }
        #expect(error?.message.contains(reason) == true)
    }

    @Test func `A header that is not signed is refused: it would prove nothing`() {
        #expect(throws: SignatureConfigurationError.self) {
            try HMACSignature(header: "x-sig", content: "{body}", timestampHeader: "x-time")
        }
        #expect(throws: SignatureConfigurationError.self) {
            try HMACSignature(header: "x-sig", content: "{body}", idHeader: "x-id")
        }
    }

    @Test func `The signer writes the headers of each scheme`() throws {
        #expect(try Delivery.make(.svix).headers.map(\.name) == ["svix-id", "svix-timestamp", "svix-signature"])
        #expect(try Delivery.make(.bearer, secret: "t").headers.map(\.value) == ["Bearer t"])
        #expect(try Delivery.make(.none, secret: "").headers.isEmpty)
        let published = try Delivery.make()["webhook-signature"]
        #expect(published == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }
}
