/// Sends requests. The real one is `CurlTransport`; tests may put another in its place.
package protocol HTTPTransport: Sendable {
    /// Sends `request` and returns the answer, whatever its status. Redirects are not followed.
    ///
    /// Cancelling the task ends the transfer.
    func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse

    /// What sends requests to `hosts` only, nil being all, over connections made as `profile` says, which no other
    /// profile's requests use.
    ///
    /// The one here knows neither and is for transports that make no connections.
    func connecting(as profile: ConnectionProfile, allowing hosts: HostRules?) -> any HTTPTransport
}

extension HTTPTransport {
    package func connecting(as profile: ConnectionProfile, allowing hosts: HostRules?) -> any HTTPTransport { self }
}
