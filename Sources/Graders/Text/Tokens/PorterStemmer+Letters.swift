extension PorterStemmer {
    private static func isVowel(_ letter: UInt32) -> Bool {
        switch letter {
        case 0x61, 0x65, 0x69, 0x6F, 0x75: true
        default: false
        }
    }

    /// Whether the letter at `index` is a consonant; y is one at the start and after a vowel.
    func isConsonant(_ index: Int) -> Bool {
        guard letters[index] == 0x79 else { return !Self.isVowel(letters[index]) }
        var start = index
        while start > 0 && letters[start] == 0x79 { start -= 1 }
        let isEven = (index - start).isMultiple(of: 2)
        return Self.isVowel(letters[start]) != isEven
    }

    /// Porter's measure of the first `length` letters: how often a consonant follows a vowel.
    func measure(_ length: Int) -> Int {
        var measure = 0
        var isConsonant = true
        for index in 0..<length {
            let next = letters[index] == 0x79 ? index == 0 || !isConsonant : !Self.isVowel(letters[index])
            if next && !isConsonant { measure += 1 }
            isConsonant = next
        }
        return measure
    }

    /// Whether there is a vowel among the first `length` letters.
    func hasVowel(_ length: Int) -> Bool {
        for index in 0..<length {
            if Self.isVowel(letters[index]) || letters[index] == 0x79 && index > 0 && isConsonant(index - 1) {
                return true
            }
        }
        return false
    }

    /// Whether the word ends in a consonant written twice.
    var endsInDoubleConsonant: Bool {
        let last = letters.count - 1
        return last > 0 && letters[last] == letters[last - 1] && isConsonant(last)
    }

    /// Whether the first `length` letters end in consonant, vowel, consonant other than w, x and y; or are vowel and
    /// consonant.
    func endsInShortSyllable(_ length: Int) -> Bool {
        if length == 2 { return !isConsonant(0) && isConsonant(1) }
        guard length > 2, isConsonant(length - 3), !isConsonant(length - 2), isConsonant(length - 1) else {
            return false
        }
        return letters[length - 1] != 0x77 && letters[length - 1] != 0x78 && letters[length - 1] != 0x79
    }
}

extension PorterStemmer {
    /// Words with a stem that no rule gives.
    static let irregular: [[UInt32]: [UInt32]] = {
        let words = [
            "sky": "sky", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "news": "news",
            "innings": "inning", "inning": "inning", "outings": "outing", "outing": "outing", "cannings": "canning",
            "canning": "canning", "howe": "howe", "proceed": "proceed", "exceed": "exceed", "succeed": "succeed",
        ]
        func letters(_ word: String) -> [UInt32] { word.unicodeScalars.map(\.value) }
        return Dictionary(uniqueKeysWithValues: words.map { (letters($0.key), letters($0.value)) })
    }()

    static let step2: [(suffix: StaticString, replacement: StaticString)] = [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
    ]

    static let step3: [(suffix: StaticString, replacement: StaticString)] = [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ]

    static let step4: [(suffix: StaticString, replacement: StaticString)] = [
        ("al", ""), ("ance", ""), ("ence", ""), ("er", ""), ("ic", ""), ("able", ""), ("ible", ""), ("ant", ""),
        ("ement", ""), ("ment", ""), ("ent", ""), ("ion", ""), ("ou", ""), ("ism", ""), ("ate", ""), ("iti", ""),
        ("ous", ""), ("ive", ""), ("ize", ""),
    ]
}
