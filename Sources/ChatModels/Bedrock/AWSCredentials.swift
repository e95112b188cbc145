package import Cryptography

/// Who signs requests to AWS.
package struct AWSCredentials: Sendable {
    /// The id of the access key; it goes over the wire as it is.
    package var accessKeyID: String
    /// The secret of the access key; it never goes over the wire.
    package var secretAccessKey: Secret
    /// The token of temporary credentials; nil for lasting ones.
    package var sessionToken: Secret?

    /// Creates credentials.
    package init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}
