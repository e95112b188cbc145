/// A repeatable source of random numbers (SplitMix64), and of odd texts.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private static let alphabets: [[Unicode.Scalar]] = [
        ["a", "b", " "], Array("abcdefgh .".unicodeScalars), Array("éßÿĀ\u{301}\u{A0}a ".unicodeScalars),
        Array("字漢語、。👩\u{200D}👧🇫🇷\u{FE0F}".unicodeScalars), Array("<>/=\"'{}[]:@.+-01 \n\r\t\u{0}".unicodeScalars),
        (0..<300).compactMap { Unicode.Scalar(0x4E00 + $0) },
    ]

    /// A text of `length` scalars from one alphabet, sometimes from all of Unicode.
    mutating func text(length: Int) -> String {
        var text = String.UnicodeScalarView()
        let choice = Int.random(in: 0...Self.alphabets.count, using: &self)
        while text.count < length {
            for _ in 0..<(length - text.count) {
                if choice < Self.alphabets.count {
                    text.append(Self.alphabets[choice].randomElement(using: &self) ?? "a")
                } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &self)) {
                    text.append(scalar)
                }
            }
        }
        return String(text)
    }

    /// A text of at most `length` scalars.
    mutating func text(upTo length: Int) -> String { text(length: Int.random(in: 0...length, using: &self)) }

    /// `text` with a few scalars replaced, taken out, put in or swapped.
    mutating func edited(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 0...(1 + scalars.count / 20), using: &self) where scalars.count > 1 {
            let place = Int.random(in: 0..<(scalars.count - 1), using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: scalars[place] = "x"
            case 1: scalars.remove(at: place)
            case 2: scalars.insert("y", at: place)
            default: scalars.swapAt(place, place + 1)
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
