import Cryptography

/// The lines around material that others wrote. The token is new and random for every call, so the material cannot
/// contain the line that would end it.
struct Fence: Sendable {
    /// 128 random bits in hexadecimal.
    let token: String

    /// Creates a fence nobody has seen.
    init() { token = Hex.encode(RandomBytes.make(count: 16)) }

    /// Creates a fence with a known token.
    init(token: String) { self.token = token }

    /// Returns `text` between its lines.
    func around(_ text: String, name: String) -> String {
        "BEGIN \(token) \(name)\n\(text)\nEND \(token) \(name)"
    }
}
