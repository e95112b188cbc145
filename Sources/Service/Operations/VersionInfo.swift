import Cryptography
import HTTPClient
import HTTPServer
package import JSON
import ScoreStore

/// The versions of Gradehook and of the C libraries it runs on.
package enum VersionInfo {
    /// The version of Gradehook (semantic versioning).
    package static let version = "0.1.0"

    /// Each library with the version linked at run time, sorted by name.
    package static var libraries: [(name: String, version: String)] {
        [
            ("libcurl", CurlTransport.libraryVersion), ("libmicrohttpd", HTTPListener.libraryVersion),
            ("openssl", Cryptography.libraryVersion), ("sqlite", ScoreDatabase.libraryVersion),
        ]
    }

    /// The versions as `GET /version` answers them.
    package static var json: JSONValue {
        let members = libraries.map { ($0.name, JSONValue.string($0.version)) }
        return ["version": .string(version), "libraries": .object(JSONObject(members))]
    }
}
