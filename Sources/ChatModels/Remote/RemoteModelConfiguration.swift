package import Timing

/// How a model on a server is called, whoever serves it.
package struct RemoteModelConfiguration: Sendable {
    /// The name the configuration gave the model.
    package var name: String
    /// The time for a call with all its retries and waits.
    package var timeout: Duration = .seconds(60)
    /// The most times a call is sent.
    package var maximumAttempts = 4
    /// The waits between attempts when the provider names none.
    package var backoff = ExponentialBackoff()
    /// The largest reply taken, in bytes.
    package var maximumReplyBytes = 4 << 20
    /// The most texts in one request for embeddings; at least 1.
    package var maximumBatch = 32
    /// What tokens cost; nil leaves costs out.
    package var price: TokenPrice?

    /// Describes a model called `name` with the defaults above.
    package init(name: String) { self.name = name }
}
