import Cryptography

/// The lines around material that others wrote, so that it cannot contain the line that would end it.
///
/// The token depends on every text inside, under a secret that this process drew at its start. Who writes a text cannot
/// work out its token, and a text into which a token was copied gets another; yet one and the same request has one and
/// the same token within the process. The secret is never written down, so that after a restart a request has another
/// token; a reply kept for it is found all the same, because `ResponseKey` leaves the token out, and only the token: the
/// key says where it stood, and no text within the fence can hold it.
struct Fence: Sendable {
    /// 128 bits in hexadecimal.
    let token: String

    private static let secret = HMACKey(.sha256, secret: RandomBytes.make(count: 32))

    /// Creates the fence for `texts`, all that will stand within it and whatever else shall tell it from others.
    init(for texts: [String], secret: HMACKey = Self.secret) {
        let code = secret.authenticationCode { feed in
            for text in texts {
                // With its length before it no text can pass for the end of one and the beginning of the next.
                withUnsafeBytes(of: UInt64(text.utf8.count).bigEndian, feed)
                var text = text
                text.withUTF8 { feed(UnsafeRawBufferPointer($0)) }
            }
        }
        token = Hex.encode(code.prefix(16))
    }

    /// The line before the text called `name`.
    func opening(_ name: String) -> String { "BEGIN \(token) \(name)" }

    /// The line after the text called `name`.
    func closing(_ name: String) -> String { "END \(token) \(name)" }
}
