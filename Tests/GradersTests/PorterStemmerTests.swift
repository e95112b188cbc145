import Testing

@testable import Graders

@Suite struct PorterStemmerTests {
    private func stem(_ word: String) -> String {
        var word = word
        var stemmer = PorterStemmer()
        word.withUTF8 { stemmer.stem($0) }
        var stem = String.UnicodeScalarView()
        stem.append(contentsOf: stemmer.letters.compactMap { Unicode.Scalar($0) })
        return String(stem)
    }

    @Test(
        arguments: [
            ("caresses", "caress"), ("ponies", "poni"), ("ties", "tie"), ("caress", "caress"), ("cats", "cat"),
            ("feed", "feed"), ("agreed", "agre"), ("plastered", "plaster"), ("bled", "bled"), ("motoring", "motor"),
            ("sing", "sing"), ("conflated", "conflat"), ("troubled", "troubl"), ("sized", "size"), ("hopping", "hop"),
            ("falling", "fall"), ("hissing", "hiss"), ("failing", "fail"), ("filing", "file"), ("happy", "happi"),
            ("relational", "relat"), ("conditional", "condit"), ("rational", "ration"), ("digitizer", "digit"),
            ("differently", "differ"), ("operator", "oper"), ("feudalism", "feudal"), ("hopefulness", "hope"),
            ("triplicate", "triplic"), ("electrical", "electr"), ("goodness", "good"), ("revival", "reviv"),
            ("allowance", "allow"), ("adoption", "adopt"), ("irritant", "irrit"), ("effective", "effect"),
            ("probate", "probat"), ("rate", "rate"), ("cease", "ceas"), ("controlling", "control"), ("roll", "roll"),
        ])
    func `Words of Porter's paper lose their suffixes`(_ word: String, _ expected: String) {
        #expect(stem(word) == expected)
    }

    @Test(
        arguments: [
            ("dying", "die"), ("skies", "sky"), ("news", "news"), ("innings", "inning"), ("exceed", "exceed"),
            ("dies", "die"), ("flies", "fli"), ("died", "die"), ("spied", "spi"), ("enjoy", "enjoy"), ("spy", "spi"),
            ("by", "by"), ("geologi", "geolog"), ("hopefulli", "hope"), ("radicalli", "radic"), ("ing", "ing"),
            ("yyyed", "yy"), ("e*ding", "ed"), ("été", "été"), ("λόγοι", "λόγοι"), ("naïvely", "naïv"), ("", ""),
        ])
    func `NLTK's changes hold`(_ word: String, _ expected: String) {
        #expect(stem(word) == expected)
    }
}
