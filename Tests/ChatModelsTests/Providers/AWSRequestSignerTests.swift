import Cryptography
import HTTPClient
import HTTPServer
import JSON
import TestSupport
import Testing
import Timing

@testable import ChatModels

/// Signatures held against examples that AWS published with Signature Version 4
/// (<https://docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html>).
struct AWSRequestSignerTests {
    /// A request of the examples and its signature.
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var request: ClientRequest
        var hasToken = false
        var signedHeaders = "host;x-amz-date"
        var signature: String
    }

    private static let token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwt"
        + "hAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVX"
        + "AkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="

    private static func request(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: String? = nil
    ) -> ClientRequest {
        ClientRequest(
            method: method, url: "https://example.amazonaws.com" + path, headers: headers,
            body: body.map { Array($0.utf8) })
    }

    static let examples: [Example] = [
        Example(
            testDescription: "get-vanilla", request: request("GET", "/"),
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Example(
            testDescription: "post-vanilla", request: request("POST", "/"),
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        Example(
            testDescription: "get-vanilla-query-order-key-case",
            request: request("GET", "/?Param2=value2&Param1=value1"),
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        Example(
            testDescription: "get-utf8", request: request("GET", "/ሴ"),
            signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        Example(
            testDescription: "post-header-value-case",
            request: request("POST", "/", headers: [("My-Header1", "VALUE1")]),
            signedHeaders: "host;my-header1;x-amz-date",
            signature: "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
        Example(
            testDescription: "post-x-www-form-urlencoded",
            request: request(
                "POST", "/", headers: [("Content-Type", "application/x-www-form-urlencoded")], body: "Param1=value1"),
            signedHeaders: "content-type;host;x-amz-date",
            signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
        Example(
            testDescription: "post-sts-header-before", request: request("POST", "/"), hasToken: true,
            signedHeaders: "host;x-amz-date;x-amz-security-token",
            signature: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
    ]

    @Test(arguments: examples)
    func `A request gets the signature AWS published`(example: Example) throws {
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            sessionToken: example.hasToken ? Secret(Self.token) : nil)
        let signer = AWSRequestSigner(credentials: credentials, region: "us-east-1", service: "service")
        let now = try #require(Timestamp(rfc3339: "2015-08-30T12:36:00Z"))
        let signed = signer.signed(example.request, at: now)
        let headers = Dictionary(uniqueKeysWithValues: signed.headers.map { ($0.name, $0.value) })
        #expect(headers["X-Amz-Date"] == "20150830T123600Z")
        #expect(
            headers["Authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=\(example.signedHeaders), Signature=\(example.signature)")
    }

    @Test func `A path that is encoded is signed encoded once more, and a port only when it is not the scheme's`() {
        for (url, host) in [
            ("https://h.example:443/model/a%3A0/converse", "h.example"),
            ("http://h.example:80/model/a%3A0/converse", "h.example"),
            ("https://h.example:8443/model/a%3A0/converse", "h.example:8443"),
        ] {
            let canonical = AWSCanonicalRequest(ClientRequest(method: "POST", url: url, body: []))
            #expect(
                canonical.text == """
                    POST
                    /model/a%253A0/converse

                    host:\(host)

                    host
                    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                    """)
        }
    }

    @Test func `What goes over the wire is what was signed, on every attempt`() async throws {
        let standIn = BedrockStandIn()
        let answers = FakeModelServer([
            standIn.answer(.rateLimited(retryAfter: "20")), standIn.answer(ScriptedReply(text: "hi")),
        ])
        try await withProvider(standIn, answers) { fixture in
            _ = try await fixture.model.complete(ModelFixture.judging)
            let calls = fixture.server.calls
            #expect(calls.map { $0.headers["X-Amz-Date"] } == ["20261121T090000Z", "20261121T090020Z"])
            for (call, time) in zip(calls, ["2026-11-21T09:00:00Z", "2026-11-21T09:00:20Z"]) {
                #expect(try Self.signature(of: call, at: time) == call.headers["Authorization"])
            }
        }
    }

    /// Signs anew what came over the wire.
    private static func signature(of call: ProviderCall, at time: String) throws -> String? {
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret(ModelFixture.key),
            sessionToken: Secret(BedrockStandIn.token))
        let signer = AWSRequestSigner(credentials: credentials, region: "eu-west-1", service: "bedrock")
        let received = ClientRequest(
            method: "POST", url: "http://\(try #require(call.headers["Host"]))\(call.path)",
            headers: [("Content-Type", try #require(call.headers["Content-Type"]))], body: call.body.serialized())
        let signed = signer.signed(received, at: try #require(Timestamp(rfc3339: time)))
        return signed.headers.first { $0.name == "Authorization" }?.value
    }
}
