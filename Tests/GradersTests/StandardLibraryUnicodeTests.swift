import Testing

@testable import Graders

/// What the standard library's unpublished interface gives; a toolchain that changes it fails here.
@Suite struct StandardLibraryUnicodeTests {
    @Test(
        arguments: [
            ("can't stop", ["can't", " ", "stop"]), ("3.14, e-mail", ["3.14", ",", " ", "e", "-", "mail"]),
            ("\r\n\n", ["\r\n", "\n"]), ("你好", ["你", "好"]), ("カタカナ", ["カタカナ"]), ("👨‍👩‍👧🇫🇷", ["👨‍👩‍👧", "🇫🇷"]),
            ("a\u{301}b", ["a\u{301}b"]), ("A.B", ["A.B"]), ("  ", ["  "]), ("", []),
        ])
    func `Words end at the boundaries of UAX 29`(_ text: String, _ pieces: [String]) {
        var found: [Substring] = []
        var start = text.startIndex
        while start < text.endIndex {
            let end = text.wordBoundary(after: start)
            found.append(text[start..<end])
            start = end
        }
        #expect(found.map { Array($0.utf8) } == pieces.map { Array($0.utf8) }, "\(found)")
    }

    @Test(
        arguments: [
            ("e\u{301}", "\u{E9}"), ("\u{E9}", "\u{E9}"), ("\u{212B}", "\u{C5}"),
            ("\u{1100}\u{1161}\u{11A8}", "\u{AC01}"),
            ("q\u{307}\u{323}", "q\u{323}\u{307}"), ("\u{958}", "\u{915}\u{93C}"), ("ﬁ", "ﬁ"),
            ("\u{1D15E}", "\u{1D157}\u{1D165}"),
        ])
    func `A text is composed as normalization form C has it`(_ text: String, _ composed: String) {
        #expect(Array(text.composedCanonically.unicodeScalars) == Array(composed.unicodeScalars))
    }
}
