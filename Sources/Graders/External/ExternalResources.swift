package import Cryptography
package import HTTPClient
package import Subprocess
package import Timing

/// What graders that are your own code need from the service around them.
package struct ExternalResources: Sendable {
    /// Returns the headers that sign a body, by the body's bytes, the request's id and the time.
    package typealias Signer = @Sendable ([UInt8], String, Timestamp) -> [(name: String, value: String)]

    /// What is wrong with a secret, without the secret.
    package struct SecretError: Error {
        let message: String

        /// Creates an error.
        package init(_ message: String) { self.message = message }
    }

    /// Where processes are run.
    package var pools: ProcessPools
    /// How requests are sent.
    package var transport: any HTTPTransport
    /// What tells the time that is signed.
    package var clock: any TimeSource
    /// Makes a signer from a secret.
    package var signer: @Sendable (Secret) throws(SecretError) -> Signer

    /// Creates resources.
    package init(
        pools: ProcessPools, transport: any HTTPTransport, clock: any TimeSource,
        signer: @escaping @Sendable (Secret) throws(SecretError) -> Signer
    ) {
        self.pools = pools
        self.transport = transport
        self.clock = clock
        self.signer = signer
    }
}
