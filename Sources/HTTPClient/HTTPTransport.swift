/// Sends requests. The real one is `CurlTransport`; tests may put another in its place.
package protocol HTTPTransport: Sendable {
    /// Sends `request` and returns the answer, whatever its status. Redirects are not followed.
    ///
    /// Cancelling the task ends the transfer.
    func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse
}
