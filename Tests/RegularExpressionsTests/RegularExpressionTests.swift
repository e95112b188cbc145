import RegularExpressions
import Testing

@Suite struct RegularExpressionTests {
    @Test(arguments: [
        ("b", "abc"), ("^a.c$", "abc"), ("", ""), ("", "abc"), (#"\bfoo\b"#, "a foo b"), (#"^\p{Lu}"#, "Élan"),
        (#"^\w+$"#, "Zürich"),
        (#"\d{4}-\d\d"#, "on 2026-11-21"), ("(?i)YES", "oh yes"), ("^.$", "😀"), (#"(?<!\d)42(?!\d)"#, "x42y"),
        ("a|b", "b"),
    ])
    func `A pattern is found anywhere in a text`(pattern: String, text: String) throws {
        #expect(try RegularExpression(pattern).matches(text))
    }

    @Test(arguments: [("^b", "abc"), ("a.c", "a\nc"), ("A", "a"), ("^a$", "b\na\nb"), ("^.$", "e\u{301}"), ("x", "")])
    func `A pattern that is not there is not found`(pattern: String, text: String) throws {
        #expect(try !RegularExpression(pattern).matches(text))
    }

    @Test func `A full match takes the whole text`() throws {
        let pattern = try RegularExpression("a|ab")
        #expect(try pattern.fullyMatches("ab"))
        #expect(try pattern.fullyMatches("a"))
        #expect(try !pattern.fullyMatches("abc"))
        #expect(try !pattern.fullyMatches("cab"))
        #expect(try !RegularExpression("a$").fullyMatches("a\n"))
        #expect(try RegularExpression("").fullyMatches(""))
    }

    @Test(
        arguments: [
            (.caseInsensitive, "ÄB", "äb"), (.multiline, "^b$", "a\nb"), (.dotMatchesLineBreaks, "a.b", "a\nb"),
            (.extended, "a b # c", "ab"), ([.caseInsensitive, .multiline], "^B$", "a\nb"),
        ] as [(RegularExpression.Options, String, String)])
    func `An option makes the difference`(options: RegularExpression.Options, pattern: String, text: String) throws {
        #expect(try RegularExpression(pattern, options: options).matches(text))
        #expect(try !RegularExpression(pattern).matches(text))
    }

    @Test func `Classes can be narrowed to ASCII`() throws {
        #expect(try !RegularExpression(#"^\w+$"#, options: .asciiClasses).matches("Zürich"))
    }

    @Test(arguments: [
        ("(a", 2), ("a)", 1), ("[a", 2), ("*a", 0), (#"\"#, 1), ("a{2,1}", 5), (#"\C"#, 2), ("(?<n>a)(?<n>b)", 12),
    ])
    func `A pattern that does not compile says where`(pattern: String, offset: Int) {
        let error = #expect(throws: PatternError.self) { try RegularExpression(pattern) }
        #expect(error?.offset == offset)
        #expect(error?.message.isEmpty == false)
    }

    @Test func `The first match has its groups and its place`() throws {
        let pattern = try RegularExpression(#"(?<key>\w+)=(\d+)(x)?"#)
        let text = "é: größe=42, b=7"
        let match = try #require(try pattern.firstMatch(in: text))
        #expect(match.text == "größe=42")
        #expect(match.groups == ["größe=42", "größe", "42", nil])
        #expect(match["key"] == "größe")
        #expect(match["none"] == nil)
        #expect(text[match.range(in: text)] == "größe=42")
        #expect(match.utf8Range == 4..<14)
        #expect(pattern.groupNames == ["key": 1])
        #expect(try pattern.firstMatch(in: "nothing") == nil)
    }

    @Test(arguments: [
        ("a", "banana", ["a", "a", "a"]), ("a*", "baac", ["", "aa", "", ""]), ("", "äb", ["", "", ""]),
        ("x", "abc", []), (#"\b"#, "ab cd", ["", "", "", ""]),
        ("(?<=a)b|c", "abcb", ["b", "c"]), ("^a", "aaa", ["a"]),
    ])
    func `All matches come from left to right without overlap`(pattern: String, text: String, found: [String]) throws {
        #expect(try RegularExpression(pattern).allMatches(in: text).map(\.text) == found)
    }

    @Test func `No more matches than asked for are collected`() throws {
        #expect(try RegularExpression("a").allMatches(in: "aaaa", limit: 2).count == 2)
        #expect(try RegularExpression("a").allMatches(in: "aaaa", limit: 0).isEmpty)
    }

    @Test(arguments: [0, 1, 255, 256, 257, 700, 1023, 5000, 99_999])
    func `A match is found however far into a text it begins`(position: Int) throws {
        let text = String(repeating: "ä", count: position) + "needle" + String(repeating: "ä", count: 50)
        let match = try #require(try RegularExpression("(?<=ä|^)n[e]+dle").firstMatch(in: text))
        #expect(match.utf8Range == 2 * position..<2 * position + 6)
        #expect(try RegularExpression("x?").allMatches(in: text).count == position + 57)
        #expect(try !RegularExpression("^needle").matches(text) || position == 0)
    }
}
