package import HTTPClient
import JSON

/// The `network` section: how far the service may reach, and through what.
package struct NetworkConfiguration: Sendable {
    /// The hosts that may be reached, as written; nil allows all.
    package var allowedHosts: [String]?
    /// The same as rules.
    package var hostRules: HostRules?
    /// The proxy of every section that has no word of its own on it.
    package var proxy: ConnectionProfile.Proxy?

    static func read(_ source: JSONReader?) throws(JSONReadError) -> NetworkConfiguration {
        var section = NetworkConfiguration()
        guard var reader = source else { return section }
        section.allowedHosts = try reader.strings("allow_hosts")
        if let hosts = section.allowedHosts {
            if let fault = HostRules.firstFault(in: hosts) {
                throw JSONReadError(
                    pointer: "\(reader.path("allow_hosts"))/\(fault)",
                    message: "expected a host, `*.` and a domain, or either with a port, e.g. api.example.com,"
                        + " *.example.com or 127.0.0.1:8000")
            }
            section.hostRules = HostRules(hosts)
        }
        section.proxy = try ConnectionSection.proxy(&reader)
        try reader.finish()
        return section
    }

    /// The section as it is taken, for `gradehook check`; nil when it says nothing.
    var effective: JSONValue? {
        var object: JSONObject = [:]
        object["allow_hosts"] = allowedHosts.map { .array($0.map { .string($0) }) }
        object["proxy"] = proxy.map(ConnectionSection.effective)
        return object.isEmpty ? .none : .object(object)
    }

    /// Checks that `url`, which stands at `pointer`, may be reached.
    ///
    /// - Throws: `JSONReadError` at `pointer` when it may not.
    func check(_ url: String, at pointer: String) throws(JSONReadError) {
        guard let hostRules, let target = try? RequestTarget(url), !hostRules.allows(target) else { return }
        throw JSONReadError(
            pointer: pointer, message: "\(target.authority) is not among `network.allow_hosts`; add it there")
    }
}
