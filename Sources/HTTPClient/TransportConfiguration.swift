/// What a transport may use, and how it connects.
package struct TransportConfiguration: Sendable {
    /// The most transfers under way at one time; further ones wait in order of arrival. At least 1.
    package var maximumConnections = 1024
    /// The most transfers to one scheme, host and port at one time; further ones wait. At least 1.
    package var maximumConnectionsPerHost = 64
    /// The time to look a name up, connect and finish the TLS handshake; the timeout of the request holds as well.
    package var connectTimeout = Duration.seconds(10)
    /// The `User-Agent` of requests that bring none of their own.
    package var userAgent = "gradehook"
    /// Who connections are made as and through, and whom they trust.
    package var connection = ConnectionProfile()
    /// How long connections that nothing uses stay open. libcurl uses none again that was idle for 118 seconds
    /// (https://curl.se/libcurl/c/CURLOPT_MAXAGE_CONN.html).
    package var idleTime = Duration.seconds(120)
    /// The most bytes the header fields of an answer may have, all together.
    package var maximumHeaderBytes = 65_536

    /// Creates the defaults above.
    package init() {}
}
