import Cryptography
import Glibc
import HTTPClient
import HTTPServer
package import JSON
import RegularExpressions
import ScoreStore
import SyntaxChecking

/// The versions of Gradehook and of the C libraries it runs on.
package enum VersionInfo {
    /// The version of Gradehook (semantic versioning).
    package static let version = "0.1.0"

    /// Each library with the version linked at run time, sorted by name.
    package static var libraries: [(name: String, version: String)] {
        [
            ("expat", XMLSyntax.libraryVersion), ("glibc", glibcVersion),
            ("libcurl", CurlTransport.libraryVersion), ("libmicrohttpd", HTTPListener.libraryVersion),
            ("openssl", Cryptography.libraryVersion), ("pcre2", RegularExpression.libraryVersion),
            ("simdjson", JSONText.libraryVersion), ("sqlite", ScoreDatabase.libraryVersion),
            ("zlib", BodyDecoder.libraryVersion),
        ]
    }

    /// The version of the C library, e.g. `2.36`; the system's text has the name before it.
    private static var glibcVersion: String {
        var bytes = [CChar](repeating: 0, count: 64)
        guard confstr(Int32(_CS_GNU_LIBC_VERSION), &bytes, bytes.count) > 0 else { return "unknown" }
        let text = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.split(separator: " ").last.map(String.init) ?? "unknown"
    }

    /// The versions as `GET /version` answers them.
    package static var json: JSONValue {
        let members = libraries.map { ($0.name, JSONValue.string($0.version)) }
        return ["version": .string(version), "libraries": .object(JSONObject(members))]
    }
}
