import Cryptography
import HTTPClient
import Timing

/// Signs requests to AWS with Signature Version 4
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>).
///
/// Every header field of the request is signed. Names of fields may not repeat.
struct AWSRequestSigner: Sendable {
    private static let algorithm = "AWS4-HMAC-SHA256"

    let credentials: AWSCredentials
    let region: String
    let service: String

    /// Returns `request` with the date, the token if there is one, and the signature, which holds for five minutes.
    func signed(_ request: ClientRequest, at now: Timestamp) -> ClientRequest {
        var request = request
        let date = Self.date(now)
        request.headers.append(("X-Amz-Date", date))
        if let token = credentials.sessionToken { request.headers.append(("X-Amz-Security-Token", token.text)) }
        let canonical = AWSCanonicalRequest(request)
        let scope = "\(date.prefix(8))/\(region)/\(service)/aws4_request"
        let digest = Hex.encode(MessageDigest.sha256(Array(canonical.text.utf8)))
        let signature = signature(of: "\(Self.algorithm)\n\(date)\n\(scope)\n\(digest)", day: String(date.prefix(8)))
        request.headers.append(
            (
                "Authorization",
                "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope), "
                    + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
            ))
        return request
    }

    /// The key is made anew for every request: four digests of a few bytes cost less than keeping it for a day would.
    private func signature(of text: String, day: String) -> String {
        var key = Array("AWS4".utf8) + credentials.secretAccessKey.bytes
        for part in [day, region, service, "aws4_request", text] {
            key = HMACKey(.sha256, secret: key).authenticationCode(for: [Array(part.utf8)])
        }
        return Hex.encode(key)
    }

    /// The instant in UTC as `20150830T123600Z`.
    private static func date(_ now: Timestamp) -> String {
        now.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
