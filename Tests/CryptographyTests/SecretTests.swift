import Cryptography
import Testing

struct SecretTests {
    @Test func `Whatever prints a secret prints a mask`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump([secret], to: &dumped)
        let prints = ["\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", dumped]
        for print in prints {
            #expect(print.contains("<redacted>"))
            #expect(!print.contains("hunter2") && !print.contains("104"))
        }
    }

    @Test func `Only the same bytes match`() {
        let secret = Secret("töken")
        #expect(secret.matches("töken".utf8))
        #expect(!secret.matches("to\u{308}ken".utf8))
        #expect(!secret.matches("töke".utf8))
        #expect(!secret.matches("".utf8))
        #expect(!secret.matches("Töken".utf8))
    }
}
