package import Cryptography

/// Who a connection is made as and through, and whom it trusts. Requests of two profiles never share a connection.
package struct ConnectionProfile: Sendable, Equatable {
    /// A server that connections are made through.
    package struct Proxy: Sendable, Equatable {
        /// Its URL, `http` or `https`, without user and password: it is shown.
        package var url: String
        /// The user it is told; nil tells none.
        package var username: String?
        /// The password it is told.
        package var password: Secret?

        /// Describes a proxy.
        package init(url: String, username: String? = nil, password: Secret? = nil) {
            self.url = url
            self.username = username
            self.password = password
        }
    }

    /// A file of PEM certificates to trust in place of the system's; nil trusts the system's.
    package var caFile: String?
    /// A PEM file with the certificate to show to servers that ask for one; nil shows none.
    package var clientCertificate: String?
    /// A PEM file with the key of that certificate; nil looks for it beside the certificate.
    package var clientKey: String?
    /// The password of that key.
    package var clientKeyPassword: Secret?
    /// Whether a server must prove who it is. Without it anybody on the way can read and change everything.
    package var verifiesServer = true
    /// What connections are made through; nil connects directly, whatever the environment says.
    package var proxy: Proxy?

    /// Tells contents of the files apart, so that changed ones make another profile; empty when nobody looked.
    package var fileDigest: [UInt8] = []

    /// Direct connections that trust what the system trusts.
    package init() {}
}
