import RegularExpressions
import Testing

@Suite struct GlobPatternTests {
    @Test(arguments: [
        ("", ""), ("*", ""), ("*", "anything\nat all"), ("a*", "a"), ("a*c", "abbbc"), ("*a*b*", "xxaxxbxx"),
        ("a?c", "abc"), ("a?c", "a😀c"),
        ("[abc]x", "bx"), ("[a-c]", "b"), ("[!a-c]", "d"), ("[^a-c]", "d"), ("[]]", "]"), ("[a-]", "-"), ("\\*", "*"),
        ("[\\]]", "]"),
        ("a[", "a["), ("a[b", "a[b"), ("\\", "\\"), ("**", "x"), ("qa-*-v?", "qa-prod-eu-v2"), ("[😀-😂]", "😁"),
        ("*.json", "a.json.json"),
    ])
    func `A text the pattern stands for matches`(pattern: String, text: String) {
        #expect(GlobPattern(pattern).matches(text))
    }

    @Test(arguments: [
        ("", "a"), ("a", "A"), ("a", "ab"), ("a", "ba"), ("a?c", "ac"), ("?", ""), ("a*c", "abb"), ("[abc]", "d"),
        ("[!a]", "a"), ("[!a]", ""),
        ("\\*", "a"), ("\\?", "x"), ("[a-c]", "B"), ("[c-a]", "b"), ("a*b*c", "acb"), ("é", "e\u{301}"),
        ("K", "\u{212A}"),
    ])
    func `Any other text does not match`(pattern: String, text: String) {
        #expect(!GlobPattern(pattern).matches(text))
    }

    @Test(.timeLimit(.minutes(1))) func `Many runs cost no more than the product of the lengths`() {
        let pattern = GlobPattern(String(repeating: "a*", count: 50) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 10_000)))
    }
}
