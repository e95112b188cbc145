import HTTPClient
import JSON

extension ConnectionSection {
    /// Adds what was configured to the effective section of a server, secrets masked.
    func addEffective(to object: inout JSONObject) {
        var tls: JSONObject = [:]
        tls["ca_file"] = profile.caFile.map { .string($0) }
        tls["client_certificate"] = profile.clientCertificate.map { .string($0) }
        tls["client_key"] = profile.clientKey.map { .string($0) }
        tls["client_key_password"] = profile.clientKeyPassword.map { _ in EffectiveConfiguration.mask }
        if !profile.verifiesServer { tls["verify"] = false }
        if !tls.isEmpty { object["tls"] = .object(tls) }
        object["proxy"] = profile.proxy.map(Self.effective) ?? (decidesProxy ? "direct" : .none)
    }

    /// A proxy as it is taken.
    static func effective(_ proxy: ConnectionProfile.Proxy) -> JSONValue {
        var object: JSONObject = ["url": .string(proxy.url)]
        object["username"] = proxy.username.map { .string($0) }
        object["password"] = proxy.password.map { _ in EffectiveConfiguration.mask }
        return .object(object)
    }
}
