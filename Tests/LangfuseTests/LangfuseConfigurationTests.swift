import Cryptography
import Langfuse
import Testing

struct LangfuseConfigurationTests {
    @Test(arguments: [
        ("https://cloud.langfuse.com", "https://cloud.langfuse.com"),
        ("https://cloud.langfuse.com//", "https://cloud.langfuse.com"),
        ("http://localhost:3000/sub/path/", "http://localhost:3000/sub/path"),
        ("https://example.org/api/public/", "https://example.org"),
    ])
    func `A base URL is taken without its end`(given: String, kept: String) throws {
        let configuration = try LangfuseConfiguration(baseURL: given, publicKey: "pk", secretKey: Secret("sk"))
        #expect(configuration.baseURL == kept)
    }

    @Test(arguments: [
        "", "cloud.langfuse.com", "ftp://x", "https://", "https:///x", "https://x?y", "https://a b", "http://u:p@x",
    ])
    func `A base URL that cannot work is refused`(given: String) {
        let error = #expect(throws: LangfuseError.self) {
            try LangfuseConfiguration(baseURL: given, publicKey: "pk", secretKey: Secret("sk"))
        }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("langfuse.base_url") == true)
    }

    @Test(arguments: [
        ("", "sk-1"), ("pk:1", "sk-1"), ("pk 1", "sk-1"), ("pk-1", ""), ("pk-1", "sk:1"), ("pk-1", "sk-1\n"),
    ])
    func `Keys that cannot be sent are refused without being shown`(publicKey: String, secretKey: String) {
        let error = #expect(throws: LangfuseError.self) {
            try LangfuseConfiguration(baseURL: "http://x", publicKey: publicKey, secretKey: Secret(secretKey))
        }
        #expect(error?.code == .configuration)
        #expect(secretKey.isEmpty || error?.message.contains(secretKey) == false)
    }

    @Test(arguments: [
        ("https://cloud.langfuse.com", true), ("https://us.cloud.langfuse.com", true),
        ("https://langfuse.example.org", false),
        ("https://notcloud.langfuse.com.example.org", false), ("https://xcloud.langfuse.com", false),
    ])
    func `Langfuse's own cloud is known by its host`(url: String, isCloud: Bool) throws {
        #expect(try LangfuseConfiguration(baseURL: url, publicKey: "pk", secretKey: Secret("sk")).isCloud == isCloud)
    }

    @Test(arguments: [
        ("4.16.0", LangfuseVersion(4, 16, 0)), ("v3.225.4", LangfuseVersion(3, 225, 4)),
        ("4.60.0-rc.1", LangfuseVersion(4, 60, 0)), ("4.60", LangfuseVersion(4, 60, 0)),
    ])
    func `A version is read from its numbers`(text: String, version: LangfuseVersion) {
        #expect(LangfuseVersion(text) == version)
    }

    @Test(arguments: ["", "v", "4", "x.1", ".1", "latest"])
    func `A text that is no version is none`(text: String) {
        #expect(LangfuseVersion(text) == nil)
    }

    @Test func `Versions are ordered by number, not by letter`() {
        #expect(LangfuseVersion(4, 9, 0) < LangfuseVersion(4, 59, 0))
        #expect(LangfuseVersion(3, 225, 4) < LangfuseVersion(4, 0, 0))
    }

    @Test func `A configuration does not print its secret key`() throws {
        let configuration = try LangfuseConfiguration(
            baseURL: "http://x", publicKey: "pk", secretKey: Secret("sk-hidden"))
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("sk-hidden"))
        #expect(!"\(configuration)".contains("sk-hidden"))
    }
}
