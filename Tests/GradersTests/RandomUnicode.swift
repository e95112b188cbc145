/// Texts of any scalars, the same for the same seed: words, numbers, marks, every kind of whitespace, scripts, emoji,
/// unassigned scalars.
struct RandomUnicode {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// The next number below `bound`.
    mutating func number(below bound: Int) -> Int {
        // xorshift64*, Vigna 2016 (https://arxiv.org/abs/1402.6246).
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    /// A text of up to twelve pieces.
    mutating func text() -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<number(below: 13) { text.append(contentsOf: piece().unicodeScalars) }
        return String(text)
    }

    private mutating func piece() -> String {
        switch number(below: 6) {
        case 0: return Self.words[number(below: Self.words.count)]
        case 1: return String(Character(Self.separators[number(below: Self.separators.count)]))
        case 2: return " "
        case 3: return String(Character(Unicode.Scalar(UInt8(number(below: 128)))))
        case 4: return String(Character(Self.marks[number(below: Self.marks.count)]))
        default:
            let scalar = Unicode.Scalar(UInt32(number(below: 0x11_0000)))
            return scalar.map { String(Character($0)) } ?? "\u{FFFD}"
        }
    }

    private static let words = [
        "the", "cats", "running", "a", "3.14", "1,000", "&amp;", "<skipped>", "-\n", "你好", "ひらがな", "한국어", "ΟΔΟΣ",
        "İstanbul", "é", "e\u{301}", "👨‍👩‍👧", "🇫🇷", "\r\n",
    ]
    private static let separators = Array(
        "\t\n\u{B}\u{C}\u{1C}\u{1F}\u{85}\u{A0}\u{1680}\u{2003}\u{2028}\u{202F}\u{3000}\u{200B}".unicodeScalars)
    private static let marks = Array(".,-_'\"!?«»…。€½\u{301}\u{200D}\u{FE0F}".unicodeScalars)
}
