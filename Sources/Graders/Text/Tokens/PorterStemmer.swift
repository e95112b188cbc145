/// Strips English suffixes: Porter 1980, "An algorithm for suffix stripping"
/// (https://tartarus.org/martin/PorterStemmer/def.txt), with NLTK's changes, which rouge-score and METEOR use.
///
/// NLTK's changes: words of one or two letters stay; a few irregular words; `ies` and `ied` of four letters keep their
/// e; `y` becomes `i` after a consonant that does not begin the word; `alli`, `fulli`, `bli` and `logi` in step 2; two
/// letters, vowel and consonant, count as a short syllable. Letters are Unicode scalars in lower case; those other than
/// a, e, i, o, u and y are consonants.
struct PorterStemmer {
    /// The letters of the word; suffixes are cut off and put on at its end.
    private(set) var letters: [UInt32] = []

    /// Replaces `letters` by the stem of `word`, valid UTF-8 in lower case.
    mutating func stem(_ word: UnsafeBufferPointer<UInt8>) {
        letters.removeAll(keepingCapacity: true)
        var index = 0
        while index < word.count {
            letters.append(UTF8Scalars.scalar(at: index, in: word))
            index += UTF8Scalars.length(word[index])
        }
        if let stem = Self.irregular[letters] { return letters = stem }
        guard letters.count > 2 else { return }
        stripPlural()
        stripPast()
        if ends("y"), letters.count > 2, isConsonant(letters.count - 2) { letters[letters.count - 1] = 0x69 }
        stripDouble()
        apply(Self.step3) { $0.measure($1) > 0 }
        stripLast()
        stripFinalE()
        if ends("ll"), measure(letters.count - 1) > 1 { letters.removeLast() }
    }

    /// Steps 1a: plurals.
    private mutating func stripPlural() {
        if ends("ies") && letters.count == 4 { return letters.removeLast(1) }
        apply([("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")]) { _, _ in true }
    }

    /// Step 1b: past tense and present participle.
    private mutating func stripPast() {
        if ends("ied") { return letters.removeLast(letters.count == 4 ? 1 : 2) }
        if ends("eed") {
            if measure(letters.count - 3) > 0 { letters.removeLast() }
            return
        }
        if ends("ed") && hasVowel(letters.count - 2) {
            letters.removeLast(2)
        } else if ends("ing") && hasVowel(letters.count - 3) {
            letters.removeLast(3)
        } else {
            return
        }
        repairStem()
    }

    /// The second half of step 1b: puts an e back, or undoes a doubled consonant.
    private mutating func repairStem() {
        let last = letters[letters.count - 1]
        if ends("at") || ends("bl") || ends("iz") {
            letters.append(0x65)
        } else if endsInDoubleConsonant {
            if last != 0x6C && last != 0x73 && last != 0x7A { letters.removeLast() }
        } else if ends("*d") {
            // NLTK's sign for the rule above is taken for a suffix too.
            letters.removeLast(2)
            letters.append(last)
        } else if measure(letters.count) == 1 && endsInShortSyllable(letters.count) {
            letters.append(0x65)
        }
    }

    /// Step 2: double suffixes.
    private mutating func stripDouble() {
        if ends("alli") && measure(letters.count - 4) > 0 { letters.removeLast(2) }
        if ends("logi") {
            if measure(letters.count - 3) > 0 { letters.removeLast() }
            return
        }
        apply(Self.step2) { $0.measure($1) > 0 }
    }

    /// Step 4: the suffix that is left.
    private mutating func stripLast() {
        apply(Self.step4) { stemmer, length in
            guard stemmer.measure(length) > 1 else { return false }
            guard stemmer.ends("ion") else { return true }
            return stemmer.letters[length - 1] == 0x73 || stemmer.letters[length - 1] == 0x74
        }
    }

    /// Step 5a: a final e.
    private mutating func stripFinalE() {
        guard ends("e") else { return }
        let measure = measure(letters.count - 1)
        if measure > 1 || measure == 1 && !endsInShortSyllable(letters.count - 1) { letters.removeLast() }
    }

    /// Applies the first rule whose suffix the word has, if `condition` holds for what is before it.
    private mutating func apply(
        _ rules: [(suffix: StaticString, replacement: StaticString)], if condition: (PorterStemmer, Int) -> Bool
    ) {
        for rule in rules where ends(rule.suffix) {
            let length = letters.count - rule.suffix.utf8CodeUnitCount
            guard condition(self, length) else { return }
            letters.removeLast(rule.suffix.utf8CodeUnitCount)
            rule.replacement.withUTF8Buffer { for byte in $0 { letters.append(UInt32(byte)) } }
            return
        }
    }

    private func ends(_ suffix: StaticString) -> Bool {
        suffix.withUTF8Buffer { suffix in
            guard suffix.count <= letters.count else { return false }
            let start = letters.count - suffix.count
            for index in suffix.indices where letters[start + index] != UInt32(suffix[index]) { return false }
            return true
        }
    }
}
