import Testing

@testable import HTTPClient

struct HostRulesTests {
    @Test(
        arguments: [
            ("api.example.com", "https://api.example.com/v1", true),
            ("api.example.com", "https://API.Example.COM", true),
            ("API.example.com", "http://api.example.com:8080/", true),
            ("api.example.com", "https://example.com", false),
            ("api.example.com", "https://api.example.com.evil.org", false),
            ("api.example.com", "https://api.example.com.", true), ("example.com", "https://api.example.com", false),
            ("example.com", "https://api.example.com@evil.org", false),
            ("evil.org", "https://user:p@evil.org/", true),
            ("*.example.com", "https://a.b.example.com", true), ("*.example.com", "https://example.com", false),
            ("*.example.com", "https://notexample.com", false),
            ("api.example.com:443", "https://api.example.com", true),
            ("api.example.com:443", "http://api.example.com", false),
            ("api.example.com:8443", "https://api.example.com:8443", true),
            ("api.example.com:8443", "https://api.example.com", false),
            ("127.0.0.1:8000", "http://127.0.0.1:8000/v1", true), ("127.0.0.1", "http://127.1", false),
            ("[::1]:8000", "http://[::1]:8000", true), ("[::1]", "http://[::1]", true),
            ("[::1]", "http://[::2]", false),
            ("*.example.com:443", "https://a.example.com", true),
            ("*.example.com:443", "https://a.example.com:1", false),
        ])
    func `A host is allowed by its name, its port, or what it lies below`(
        _ entry: String, _ url: String, _ isAllowed: Bool
    ) throws {
        let rules = try #require(HostRules([entry]))
        #expect(rules.allows(try RequestTarget(url)) == isAllowed)
    }

    @Test(arguments: [
        "", "*", "*.", "https://a.example", "a.example/v1", "a.*.example", "a.example:", "a.example:x",
        "a.example:0", "a.example:70000", "user@a.example", "a b", ":80",
    ])
    func `What is no host is no rule`(_ entry: String) {
        #expect(HostRules(["a.example", entry]) == nil)
        #expect(HostRules.firstFault(in: ["a.example", entry]) == 1)
    }

    @Test func `An empty list allows nothing`() throws {
        let rules = try #require(HostRules([]))
        #expect(try !rules.allows(RequestTarget("https://a.example")))
    }
}
