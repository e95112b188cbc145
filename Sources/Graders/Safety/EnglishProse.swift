/// What the formulas of readability count in an English text.
struct EnglishProse {
    private(set) var sentences = 0
    private(set) var words = 0
    private(set) var syllables = 0
    /// Words of three or more syllables.
    private(set) var longWords = 0
    /// Letters and digits.
    private(set) var letters = 0
    private var latinLetters = 0
    private var otherLetters = 0
    private var hasVowel = false

    /// Whether the text may be English: most of its letters are Latin, and one of its words has a vowel.
    var mayBeEnglish: Bool { latinLetters > otherLetters && hasVowel }

    /// Counts. A word is a run of letters, digits and the apostrophes between them; a sentence ends with a run of `.`,
    /// `!` and `?` before white space or the end, and the last one anywhere.
    init(_ text: String) {
        var word: [Unicode.Scalar] = []
        var isSentenceOpen = false
        var mayEnd = false
        for scalar in text.unicodeScalars {
            if Self.isLetter(scalar) || (Self.isApostrophe(scalar) && !word.isEmpty) {
                word.append(scalar)
                mayEnd = false
                continue
            }
            if !word.isEmpty {
                take(word)
                isSentenceOpen = true
                word = []
            }
            if scalar == "." || scalar == "!" || scalar == "?" {
                mayEnd = true
            } else if mayEnd && Whitespace.contains(scalar) && isSentenceOpen {
                sentences += 1
                (isSentenceOpen, mayEnd) = (false, false)
            }
        }
        if !word.isEmpty { take(word) }
        if isSentenceOpen || !word.isEmpty { sentences += 1 }
    }

    private mutating func take(_ word: [Unicode.Scalar]) {
        let plain = word.filter { !Self.isApostrophe($0) }
        let count = Self.syllables(in: plain)
        words += 1
        letters += plain.count
        for scalar in plain where scalar.properties.isAlphabetic {
            if Self.isLatin(scalar) { latinLetters += 1 } else { otherLetters += 1 }
            if !hasVowel { hasVowel = Self.vowels.contains(Self.lowercase(scalar)) }
        }
        syllables += count
        if count >= 3 { longWords += 1 }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// Whether a letter is Latin: one of the blocks of that name up to U+024F, or U+1E00 to U+1EFF.
    private static func isLatin(_ letter: Unicode.Scalar) -> Bool {
        letter.value < 0x250 || (0x1E00...0x1EFF).contains(letter.value)
    }

    private static func lowercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    }

    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\u{2019}" }

    /// Groups of vowels, without the silent e of `-e`, `-es` and `-ed`; at least one.
    static func syllables(in word: [Unicode.Scalar]) -> Int {
        let letters = word.map(lowercase)
        var count = 0
        var wasVowel = false
        for letter in letters {
            let isVowel = vowels.contains(letter)
            if isVowel && !wasVowel { count += 1 }
            wasVowel = isVowel
        }
        if count > 1 && endsSilently(letters) { count -= 1 }
        return max(1, count)
    }

    private static let vowels: Set<Unicode.Scalar> = [
        "a", "e", "i", "o", "u", "y", "à", "â", "ä", "é", "è", "ê", "ë", "ï", "î", "ô", "ö", "ü", "û",
    ]

    private static func endsSilently(_ letters: [Unicode.Scalar]) -> Bool {
        let text = String(String.UnicodeScalarView(letters))
        func ends(_ endings: String...) -> Bool { endings.contains { text.hasSuffix($0) } }
        guard letters.count > 2 else { return false }
        if ends("es") { return !ends("ses", "xes", "zes", "ches", "shes", "ces", "ges", "ies", "oes", "ees", "les") }
        if ends("ed") { return !ends("ted", "ded", "eed", "ied") }
        guard ends("e"), !vowels.contains(letters[letters.count - 2]) else { return false }
        // `table` has its l sounded, `whole` has not.
        return !(ends("le") && !vowels.contains(letters[letters.count - 3]))
    }
}
