import Cryptography
import FoundationEssentials
package import HTTPClient
import JSON

/// What a section says about the connections to its server: `tls` and `proxy`.
package struct ConnectionSection: Sendable {
    /// The connections as configured.
    package private(set) var profile = ConnectionProfile()
    /// Whether the section says how to connect through a proxy, or that none is to be used.
    private(set) var decidesProxy = false

    /// Reads `tls` and `proxy`. `url` is where requests go, as far as it is known.
    static func read(_ reader: inout JSONReader, url: String?) throws(JSONReadError) -> ConnectionSection {
        var section = ConnectionSection()
        if var tls = try reader.reader("tls") {
            if let url, url.lowercased().hasPrefix("http://") {
                throw reader.error("tls", "the URL begins with http://, so that there is no TLS; write https://")
            }
            try section.readTLS(&tls)
        }
        section.decidesProxy = reader.object["proxy"].map { !$0.isNull } ?? false
        section.profile.proxy = try proxy(&reader)
        return section
    }

    /// Takes `proxy` unless the section has a word of its own on it.
    mutating func fallBack(to proxy: ConnectionProfile.Proxy?) {
        if !decidesProxy { profile.proxy = proxy }
    }

    /// Reads `proxy`: a URL, `{url, username, password}`, or `direct` for none.
    static func proxy(_ reader: inout JSONReader) throws(JSONReadError) -> ConnectionProfile.Proxy? {
        if reader.object["proxy"]?.string != nil {
            if reader.object["proxy"]?.string == "direct" {
                _ = try reader.string("proxy")
                return nil
            }
            let url = try reader.serverURL("proxy", credentials: "`proxy: {url, username, password}`")
            return url.map { ConnectionProfile.Proxy(url: $0) }
        }
        guard var section = try reader.reader("proxy") else { return nil }
        guard let url = try section.serverURL("url", credentials: "`username` and `password`") else {
            throw section.missing("url")
        }
        var proxy = ConnectionProfile.Proxy(url: url)
        proxy.username = try section.string("username")
        proxy.password = try section.secret("password")
        guard proxy.password == nil || proxy.username != nil else { throw section.missing("username") }
        try section.finish()
        return proxy
    }

    private mutating func readTLS(_ tls: inout JSONReader) throws(JSONReadError) {
        profile.verifiesServer = try tls.bool("verify", default: true)
        profile.caFile = try file("ca_file", holding: "CERTIFICATE", &tls)
        profile.clientCertificate = try file("client_certificate", holding: "CERTIFICATE", &tls)
        profile.clientKey = try file("client_key", holding: "PRIVATE KEY", &tls)
        profile.clientKeyPassword = try tls.secret("client_key_password")
        for key in ["client_key", "client_key_password"] where profile.clientCertificate == nil {
            guard tls.object[key]?.isNull ?? true else {
                throw tls.error(key, "there is no `client_certificate` it belongs to")
            }
        }
        if !profile.verifiesServer, profile.caFile != nil {
            throw tls.error("ca_file", "`verify: false` trusts any server; leave one of them out")
        }
        try tls.finish()
    }

    /// Returns the path `key` of a PEM file, which must hold a block of that name, and notes what it holds.
    private mutating func file(
        _ key: String, holding block: String, _ reader: inout JSONReader
    ) throws(JSONReadError) -> String? {
        guard let path = try reader.string(key) else { return nil }
        guard let content = try? Data(contentsOf: URL(filePath: path)) else {
            throw reader.error(key, "the file `\(path)` is not there or cannot be read")
        }
        let lines = content.split(separator: UInt8(ascii: "\n")).filter { $0.starts(with: "-----BEGIN ".utf8) }
        guard lines.contains(where: { String(decoding: $0, as: UTF8.self).contains(block) }) else {
            throw reader.error(key, "the file `\(path)` has no PEM block `BEGIN \(block)`")
        }
        // A new file at the old path is not to be served from connections that the old one made.
        profile.fileDigest = MessageDigest.sha256(profile.fileDigest + Array(content))
        return path
    }
}
