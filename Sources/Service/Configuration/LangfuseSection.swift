package import Cryptography
import JSON

/// The `langfuse` section: where traces are read and scores are written.
package struct LangfuseSection: Sendable {
    /// The server's URL, with its sub-path when it has one.
    package var baseURL: String
    /// The project's public key.
    package var publicKey: String
    /// The project's secret key.
    package var secretKey: Secret
    /// The time for one request.
    package var timeout: Duration = .seconds(10)
    /// How it is connected to.
    package var connection = ConnectionSection()
    /// The most scores in one request.
    package var maximumBatchItems = 100
    /// Requests under way at once.
    package var maximumRequestsInFlight = 4

    static func read(_ source: JSONReader?) throws(JSONReadError) -> LangfuseSection? {
        guard var reader = source else { return nil }
        let baseURL = try reader.serverURL("base_url", credentials: "`public_key` and `secret_key`")
        guard let baseURL else { throw reader.missing("base_url") }
        let publicKey = try reader.requiredString("public_key")
        // The server splits the credential at the colon, so one inside the key can never work.
        guard !publicKey.contains(":"), !publicKey.isEmpty else {
            throw reader.error("public_key", "expected a key such as pk-lf-…, without a colon")
        }
        guard let secretKey = try reader.secret("secret_key") else { throw reader.missing("secret_key") }
        var section = LangfuseSection(baseURL: baseURL, publicKey: publicKey, secretKey: secretKey)
        section.timeout = try reader.duration(
            "timeout", default: section.timeout, in: .milliseconds(100) ... .seconds(300))
        section.maximumBatchItems = try reader.count(
            "max_batch_items", default: section.maximumBatchItems, in: 1...1_000)
        section.maximumRequestsInFlight = try reader.count(
            "max_requests_in_flight", default: section.maximumRequestsInFlight, in: 1...256)
        section.connection = try ConnectionSection.read(&reader, url: baseURL)
        try reader.finish()
        return section
    }
}
