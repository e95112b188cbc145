import Foundation
import Testing

@testable import Graders

@Suite struct TokenizerTests {
    private func tokens(_ text: String, _ tokenizer: Tokenizer) -> [String] {
        var tokens: [String] = []
        tokenizer.forEachToken(in: text) { tokens.append(String(decoding: $0, as: UTF8.self)) }
        return tokens
    }

    @Test(
        arguments: [
            (.mteval13a, "Hi, 1,000.50!", ["Hi", ",", "1,000.50", "!"]),
            (.mteval13a, "10-20 e-mail", ["10", "-", "20", "e-mail"]),
            (.mteval13a, "well-\nknown end.\n", ["wellknown", "end", "."]),
            (.mteval13a, "&amp;lt;b&gt; <skipped>x", ["<", "b", ">", "x"]),
            (.mteval13a, "...", [".", ".", "."]),
            (.mteval13a, "1.,.5 a..b 3.x", ["1", ".", ",", ".5", "a", ".", ".", "b", "3", ".", "x"]),
            (.mteval13a, ".5 5.", [".", "5", "5", "."]),
            (.mteval13a, "-1 2-3-x", ["-1", "2", "-", "3", "-", "x"]),
            (.intl, ".5 5.", [".5", "5."]),
            (.intl, "-1 2-3-x", ["-1", "2-3", "-", "x"]),
            (.zh, ".5 5.", [".5", "5."]),
            (.zh, "-1 2-3-x", ["-1", "2", "-", "3", "-", "x"]),
            (.intl, "1,5 «a» 3€ 2.", ["1,5", "«", "a", "»", "3", "€", "2."]),
            (.zh, "我a喜", ["我", "a", "喜"]),
            (.char, "a b\u{85}é", ["a", "b", "é"]),
            (.scalars, "a b", ["a", " ", "b"]),
            (.whitespace, "a\u{1C}b\u{A0}c\u{200B}d ", ["a", "b", "c\u{200B}d"]),
            (.spaces, " a\tb  c\n\nd ", ["a\tb", "c", "d"]),
            (.rougeScore, "Don't 5\u{212A} \u{130}x É", ["don", "t", "5k", "i", "x"]),
            (.wordCharacters, "a_1 e\u{301}x ½²", ["a_1", "e", "x", "½²"]),
            (.unicodeWords, "can't 3.14, 你好 ひら カタ 👍!", ["can't", "3.14", "你", "好", "ひ", "ら", "カタ", "👍"]),
            (.graphemes, "e\u{301} 👨‍👩‍👧", ["e\u{301}", "👨‍👩‍👧"]),
        ] as [(Tokenizer, String, [String])])
    func `A tokenizer cuts as its library does`(_ tokenizer: Tokenizer, _ text: String, _ expected: [String]) {
        let tokens = tokens(text, tokenizer)
        #expect(tokens.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(tokens)")
    }

    @Test(arguments: Tokenizer.allCases) func `An empty text has no tokens`(_ tokenizer: Tokenizer) {
        #expect(tokens("", tokenizer).isEmpty)
        #expect(tokens(" \u{2028}\t", tokenizer).isEmpty || tokenizer == .scalars)
    }

    @Test func `A word of any length is found again and is no other`() {
        var words = Vocabulary()
        // Bytes of 0 must not pass for the end of a shorter word.
        let texts = (1...20).flatMap { [String(repeating: "a", count: $0), String(repeating: "\0", count: $0)] }
        let numbers = texts.map { words.number(of: $0) }
        #expect(numbers == Array(0..<Int32(texts.count)))
        #expect(texts.map { words.number(of: $0) } == numbers)
        let found = numbers.map { words.withWord($0) { String(decoding: $0, as: UTF8.self) } }
        #expect(found == texts)
    }

    @Test func `Equal words have equal numbers, also after the table has grown`() {
        var words = Vocabulary()
        let text = (0..<2000).map { "w\($0 % 1000)" }.joined(separator: " ")
        let numbers = words.tokens(of: text, by: .whitespace)
        #expect(numbers.prefix(1000) == numbers.suffix(1000))
        #expect(Set(numbers).count == 1000 && words.count == 1000)
    }

    /// Debian's package `unicode-data` has the file.
    private static let boundaries = "/usr/share/unicode/auxiliary/WordBreakTest.txt"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: boundaries), "unicode-data is not installed"))
    func `Word boundaries are Unicode's`() throws {
        var lines = 0
        for line in try String(contentsOfFile: Self.boundaries, encoding: .utf8).split(separator: "\n") {
            let test = line.prefix { $0 != "#" }
            // Unicode 15 counts U+2701 among the pictographs, the standard library's newer data does not.
            guard test.contains("÷"), !test.contains("2701") else { continue }
            let pieces = test.split(separator: "÷").map { piece in
                piece.split(whereSeparator: { $0 == " " || $0 == "×" || $0 == "\t" }).compactMap {
                    UInt32($0, radix: 16).flatMap(Unicode.Scalar.init)
                }
            }
            let expected = pieces.filter { $0.contains(where: UnicodeWords.isWordLike) }
            var text = String.UnicodeScalarView()
            pieces.forEach { text.append(contentsOf: $0) }
            let tokens = tokens(String(text), .unicodeWords)
            #expect(tokens.map { Array($0.unicodeScalars) } == expected, "\(test)")
            lines += 1
        }
        #expect(lines > 1000)
    }
}
