package import Cryptography

/// Where Langfuse is, who we are there, and how much we ask of it.
package struct LangfuseConfiguration: Sendable {
    /// The origin with an optional sub-path, without a slash at the end, e.g. `https://cloud.langfuse.com`.
    package let baseURL: String
    /// The public key of the project, `pk-lf-…`.
    package let publicKey: String
    /// The secret key of the project, `sk-lf-…`.
    package let secretKey: Secret
    /// The time for one request with its answer.
    package var timeout: Duration = .seconds(10)
    /// The environment of scores whose trace names none; nil leaves it to Langfuse, which says `default`.
    package var environment: String?
    /// How scores are put together for sending.
    package var batching = Batching()
    /// The largest trace that is read, in bytes of JSON, over all its pages.
    package var maximumTraceBytes = 32 << 20
    /// The most observations of one trace that are read.
    package var maximumObservations = 10_000
    /// How many observations are asked for at once; halved when the answer is too large for Langfuse.
    package var observationsPerPage = 100

    /// How scores are put together for sending, and how long sending is tried.
    package struct Batching: Sendable, Equatable {
        /// The most scores in a request; at least 1.
        package var maximumItems = 500
        /// The most bytes in an array for `POST /scores`, whose limit is 1 MiB.
        package var maximumArrayBytes = 1_000_000
        /// The most bytes in a batch for `POST /ingestion`; Langfuse advises 3.5 MB and enforces 4.5 MB.
        package var maximumIngestionBytes = 3_500_000
        /// The most requests under way at once; at least 1.
        package var maximumInFlight = 4
        /// How long a request waits for more scores. Zero is best: while requests are under way scores gather anyway.
        package var linger: Duration = .zero
        /// The most bytes of scores that wait to be sent; beyond it writers are told to come back.
        package var maximumPendingBytes = 64 << 20
        /// How often a request is sent when the server is away or in trouble; at least 1.
        package var maximumAttempts = 3
        /// How long a batch may take with its repetitions and rate-limit pauses before it goes back to the queue.
        package var deadline: Duration = .seconds(30)

        /// Creates the defaults.
        package init() {}
    }

    /// Creates a configuration. Slashes at the end of `baseURL` are dropped, and so is `/api/public`.
    ///
    /// - Throws: `LangfuseError` with code `configuration` for a URL that is not http(s), and for keys that cannot be
    ///   sent: Langfuse splits the decoded credential at `:`.
    package init(baseURL: String, publicKey: String, secretKey: Secret) throws(LangfuseError) {
        var base = Substring(baseURL)
        while base.hasSuffix("/") { base.removeLast() }
        if base.hasSuffix("/api/public") { base.removeLast("/api/public".count) }
        while base.hasSuffix("/") { base.removeLast() }
        guard Self.isUsable(base) else {
            throw Self.refusal(
                "base_url", "must be an http or https URL without query, e.g. https://cloud.langfuse.com")
        }
        guard !publicKey.isEmpty, publicKey.utf8.allSatisfy(Self.isPrintable), !publicKey.utf8.contains(0x3A) else {
            throw Self.refusal("public_key", "must be a key such as pk-lf-…, without spaces and without `:`")
        }
        guard !secretKey.isEmpty, secretKey.bytes.allSatisfy(Self.isPrintable), !secretKey.bytes.contains(0x3A) else {
            throw Self.refusal("secret_key", "must be a key such as sk-lf-…, without spaces and without `:`")
        }
        self.baseURL = String(base)
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// Whether the server is Langfuse's own cloud.
    package var isCloud: Bool { host == "cloud.langfuse.com" || host.hasSuffix(".cloud.langfuse.com") }

    /// The host with its port, for messages; user information is left out.
    package var host: String {
        let rest = baseURL[(baseURL.firstRange(of: "://")?.upperBound ?? baseURL.startIndex)...]
        return rest.prefix { $0 != "/" }.lowercased()
    }

    private static func isUsable(_ base: Substring) -> Bool {
        let lowered = base.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lowered.hasPrefix) else { return false }
        let rest = lowered.dropFirst(scheme.count)
        // `@` would put a password into every message that names the server.
        return !rest.isEmpty && rest.first != "/" && base.utf8.allSatisfy(isPrintable)
            && !rest.contains { "?#@".contains($0) }
    }

    private static func isPrintable(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

    private static func refusal(_ key: String, _ text: String) -> LangfuseError {
        LangfuseError(code: .configuration, message: "langfuse.\(key) \(text)")
    }
}
