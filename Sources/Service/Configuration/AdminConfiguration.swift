package import Cryptography
import JSON

/// The `admin` section: who may read, and where.
package struct AdminConfiguration: Sendable {
    /// The bearer token of reading routes; nil lets only this machine read.
    package var token: Secret?
    /// A listener of its own for everything but events and probes; nil keeps one listener for all.
    package var listen: ListenAddress?

    static func read(_ source: JSONReader?) throws(JSONReadError) -> AdminConfiguration {
        var section = AdminConfiguration()
        guard var reader = source else { return section }
        section.token = try reader.secret("token")
        section.listen = try ListenAddress.read(&reader, "listen")
        try reader.finish()
        return section
    }
}
