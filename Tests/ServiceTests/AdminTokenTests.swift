import Service
import Testing

/// How long the token of the reading routes has to be.
@Suite struct AdminTokenTests {
    private func load(_ text: String) throws(ConfigurationError) -> Configuration {
        try ConfigurationLoader(variables: ["TOKEN": "hush"]).parse(text, file: "f")
    }

    /// Configurations in which other machines could guess at a short token, and the address they would do it at.
    static let open = [
        ("server: {listen: \"0.0.0.0:80\"}\nadmin:\n  token: 0123456789abcde\n", "0.0.0.0:80"),
        ("admin:\n  listen: \"[::]:81\"\n  token: \"${TOKEN}\"\n", "[::]:81"),
    ]

    @Test(arguments: open) func `A short token is refused on an address that others reach`(
        _ text: String, _ address: String
    ) throws {
        let error = try #require(throws: ConfigurationError.self, performing: { try load(text) })
        #expect(error.line == 3)
        #expect(error.column == 3)
        for part in ["shorter than 16 bytes", address] { #expect(error.message.contains(part), "\(error)") }
        #expect(!error.message.contains("hush") && !error.message.contains("0123"), "\(error)")
    }

    /// Configurations in which the token is long enough, or only this machine can try it.
    static let closed = [
        "server: {listen: \"0.0.0.0:80\"}\nadmin: {token: 0123456789abcdef}\n",
        "server: {listen: \"127.0.0.1:80\"}\nadmin: {token: \"${TOKEN}\"}\n",
        "server: {listen: \"0.0.0.0:80\"}\nadmin: {token: \"${TOKEN}\", listen: \"[::1]:81\"}\n",
    ]

    @Test(arguments: closed) func `A token that nobody can guess at is taken`(_ text: String) throws {
        #expect(try load(text).admin.token != nil)
    }
}
