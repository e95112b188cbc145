package import Cryptography
import JSON

/// The `admin` section: who may read, and where.
package struct AdminConfiguration: Sendable {
    /// The bearer token of reading routes; nil lets only this machine read.
    package var token: Secret?
    /// A listener of its own for everything but events and probes; nil keeps one listener for all.
    package var listen: ListenAddress?

    /// The shortest token that may be guessed at from other machines, in bytes.
    static let shortestToken = 16

    /// Reads the section; without a `listen` of its own the routes are on `server`'s.
    ///
    /// - Throws: also for a token so short that it could be guessed, unless only this machine can try it.
    static func read(_ source: JSONReader?, server: ServerConfiguration) throws(JSONReadError) -> AdminConfiguration {
        var section = AdminConfiguration()
        guard var reader = source else { return section }
        section.token = try reader.secret("token")
        section.listen = try ListenAddress.read(&reader, "listen")
        try reader.finish()
        let listen = section.listen ?? server.listen
        if let token = section.token, !listen.isLoopback, token.text.utf8.count < shortestToken {
            throw reader.error(
                "token",
                "the token is shorter than \(shortestToken) bytes, and \(listen) is not a loopback address: others could "
                    + "guess it; `openssl rand -hex 16` makes one")
        }
        return section
    }
}
