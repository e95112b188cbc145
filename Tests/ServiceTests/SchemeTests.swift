import Cryptography
import JSON
import Testing
import Timing
import Webhooks

/// Every signature scheme, from the configuration to an accepted event.
struct SchemeTests {
    /// A scheme as it is configured, and the same for the signer.
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var secret: String
        var scheme: @Sendable () throws -> SignatureScheme
        var testDescription: String { text }
    }

    static let cases = [
        Case(text: "scheme: standard_webhooks", secret: "whsec_c2VjcmV0IG9mIGEgc2NoZW1l") { .standardWebhooks },
        Case(text: "scheme: svix", secret: "whsec_c2VjcmV0IG9mIGEgc2NoZW1l") { .svix },
        Case(text: "scheme: langfuse", secret: "lf-whsec_5ec2e7") { .langfuse },
        Case(text: "scheme: github", secret: "It's a Secret to Everybody") { .github },
        Case(text: "scheme: stripe", secret: "whsec_test") { .stripe },
        Case(text: "scheme: bearer", secret: "a-shared-token") { .bearer },
        Case(text: "scheme: hmac, header: x-signature, prefix: 'sha512=', algorithm: sha512, encoding: base64", secret: "s") {
            .hmac(try HMACSignature(header: "x-signature", prefix: "sha512=", encoding: .base64, algorithm: .sha512))
        },
        Case(
            text: "scheme: hmac, header: x-sig, content: '{timestamp}.{id}.{body}', timestamp_header: x-time, id_header: x-id",
            secret: "s"
        ) {
            .hmac(
                try HMACSignature(
                    header: "x-sig", content: "{timestamp}.{id}.{body}", timestampHeader: "x-time", idHeader: "x-id"))
        },
    ]

    @Test(arguments: cases) func `An event signed by the scheme is taken, and one that was changed is not`(
        _ signed: Case
    ) async throws {
        let configuration = ConfigurationText.make {
            $0.sources = [#"{name: default, signature: {\#(signed.text), secrets: ["${SCHEME_SECRET}"]}}"#]
        }
        try await withService(configuration, variables: ["SCHEME_SECRET": signed.secret]) { client in
            let signer = try RequestSigner(scheme: try signed.scheme(), secret: Secret(signed.secret))
            let body = event("evt-1")
            let headers = signer.sign(body: Array(body.utf8), id: "delivery-1", at: client.clock.now())
            let taken = try await client.post("/v1/events", body, headers)
            #expect(taken.status == 202, "\(taken)")
            #expect(try await client.post("/v1/events", body, headers).eventStatuses == ["duplicate"])
            // A bearer token says who sends, and nothing about the body.
            guard try signed.scheme() != .bearer else { return }
            #expect(try await client.post("/v1/events", body + " ", headers).code == "signature_mismatch")
        }
    }
}
