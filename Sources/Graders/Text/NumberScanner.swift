/// Finds the numbers in a text, as people and models write them.
///
/// `-1,234.50`, `1'234`, `.5`, `6e-7`, `−$5` and digits of any script are numbers. A comma between groups of exactly
/// three digits separates thousands, so `1,2,3` is three numbers and `1,234` one. A sign counts unless a digit or
/// letter stands before it (`5-3` is 5 and 3); digits glued to a Latin letter before them (`H2O`, `v2`) belong to the
/// word.
struct NumberScanner {
    private let scalars: [Unicode.Scalar]
    private let decimalSeparator: Unicode.Scalar
    private let groupSeparators: Set<Unicode.Scalar>
    private var index = 0

    /// Starts at the beginning of `text`. With `decimalComma` comma and point change places.
    init(_ text: String, decimalComma: Bool = false) {
        scalars = Array(text.unicodeScalars)
        decimalSeparator = decimalComma ? "," : "."
        groupSeparators = [decimalComma ? "." : ",", "'", "\u{2019}", "_", "\u{A0}", "\u{202F}", "\u{2009}"]
    }

    /// Returns the next number, or nil when there is none left. Numbers too large for a double are passed over.
    mutating func next() -> Double? {
        while index < scalars.count {
            guard startsNumber(at: index) else {
                index += 1
                continue
            }
            let isNegative = hasMinus(before: index)
            let isInWord = index > 0 && isLatinLetter(scalars[index - 1])
            let text = consumeNumber()
            if !isInWord, let value = Double(text), value.isFinite { return isNegative ? -value : value }
        }
        return nil
    }

    /// Returns all numbers that are left.
    mutating func all() -> [Double] {
        var numbers: [Double] = []
        while let number = next() { numbers.append(number) }
        return numbers
    }

    private func startsNumber(at index: Int) -> Bool {
        if digit(at: index) != nil { return true }
        return scalars[index] == decimalSeparator && digit(at: index + 1) != nil && digit(at: index - 1) == nil
    }

    /// Consumes digits, groups, fraction and exponent, and returns them as `Double` reads them.
    private mutating func consumeNumber() -> String {
        var text = consumeDigits()
        if (1...3).contains(text.utf8.count), index < scalars.count, groupSeparators.contains(scalars[index]) {
            let separator = scalars[index]
            while index < scalars.count, scalars[index] == separator, isGroup(at: index + 1) {
                index += 1
                text += consumeDigits()
            }
        }
        if index < scalars.count, scalars[index] == decimalSeparator, digit(at: index + 1) != nil {
            index += 1
            text += "." + consumeDigits()
        }
        return text + consumeExponent()
    }

    private mutating func consumeDigits() -> String {
        var text = ""
        while let digit = digit(at: index) {
            text.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "0") + digit))
            index += 1
        }
        return text
    }

    private mutating func consumeExponent() -> String {
        guard index < scalars.count, scalars[index] == "e" || scalars[index] == "E" else { return "" }
        let start = index
        index += 1
        var text = "e"
        if index < scalars.count, scalars[index] == "-" || scalars[index] == "+" {
            text.unicodeScalars.append(scalars[index])
            index += 1
        }
        let digits = consumeDigits()
        // `5em` and `5e` are a number and a word.
        guard !digits.isEmpty, index == scalars.count || !isLatinLetter(scalars[index]) else {
            index = start
            return ""
        }
        return text + digits
    }

    /// Whether exactly three digits begin at `index`.
    private func isGroup(at index: Int) -> Bool {
        (0..<3).allSatisfy { digit(at: index + $0) != nil } && digit(at: index + 3) == nil
    }

    /// Whether a minus belongs to the number at `index`, a currency sign between them or not.
    private func hasMinus(before index: Int) -> Bool {
        var sign = index - 1
        if sign > 0, scalars[sign].properties.generalCategory == .currencySymbol { sign -= 1 }
        guard sign >= 0, scalars[sign] == "-" || scalars[sign] == "\u{2212}" else { return false }
        guard sign > 0 else { return true }
        let before = scalars[sign - 1]
        return digit(at: sign - 1) == nil && !isLatinLetter(before) && before != "-" && before != ")"
    }

    private func digit(at index: Int) -> UInt8? {
        guard scalars.indices.contains(index) else { return nil }
        let scalar = scalars[index]
        if scalar.isASCII { return ("0"..."9").contains(scalar) ? UInt8(scalar.value - 0x30) : nil }
        guard scalar.properties.numericType == .decimal else { return nil }
        return scalar.properties.numericValue.flatMap { UInt8(exactly: $0) }
    }

    /// Scripts that write without spaces put letters right before a number; Latin words do not.
    private func isLatinLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }
}
