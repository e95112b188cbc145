/// Numbers that carry their own check.
enum CheckDigits {
    /// Whether 13 to 19 digits are a payment card number: they begin as an issuer's do and pass Luhn's test
    /// (ISO/IEC 7812-1, annex B).
    static func isCard(_ digits: [UInt8]) -> Bool {
        let digits = digits.map(Int.init)
        return isIssued(digits) && passesLuhn(digits)
    }

    /// An account number: two letters, two check digits, and as many characters as the country's numbers have, read
    /// modulo 97 (ISO 13616-1).
    static func iban(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        let country = String(decoding: bytes[range].prefix(2), as: UTF8.self)
        guard let length = ibanLengths[country] else { return nil }
        var characters: [UInt8] = []
        var end = range.lowerBound
        while characters.count < length && end < range.upperBound {
            if bytes[end] != UInt8(ascii: " ") { characters.append(bytes[end]) }
            end += 1
        }
        let isFollowed = end < bytes.count && (isDigit(bytes[end]) || isLetter(bytes[end]))
        guard characters.count == length && !isFollowed && remainder(characters) == 1 else { return nil }
        return range.lowerBound..<end
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    /// Whether some network gives out numbers of this beginning and length.
    private static func isIssued(_ digits: [Int]) -> Bool {
        func number(_ count: Int) -> Int { digits.prefix(count).reduce(0) { $0 * 10 + $1 } }
        switch digits.count {
        case 13, 19: return digits[0] == 4 || number(2) == 62
        case 14: return [36, 38].contains(number(2)) || (300...305).contains(number(3))
        case 15: return [34, 37].contains(number(2))
        case 16:
            return digits[0] == 4 || (51...55).contains(number(2)) || (2221...2720).contains(number(4))
                || number(4) == 6011 || number(2) == 65 || (644...649).contains(number(3)) || number(2) == 62
                || (3528...3589).contains(number(4))
        default: return number(2) == 62
        }
    }

    private static func passesLuhn(_ digits: [Int]) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let doubled = place % 2 == 0 ? digit : digit * 2
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    /// The number modulo 97, its first four characters put last and letters read as 10 to 35.
    private static func remainder(_ characters: [UInt8]) -> Int {
        var remainder = 0
        for byte in characters.dropFirst(4) + characters.prefix(4) {
            let value = isDigit(byte) ? Int(byte - UInt8(ascii: "0")) : Int((byte | 0x20) - UInt8(ascii: "a")) + 10
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
        }
        return remainder
    }

    /// The length of a country's numbers, from the registry of ISO 13616.
    private static let ibanLengths: [String: Int] = {
        let table = """
            AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20
            EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30
            KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24
            PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29
            VA22 VG24 XK20 YE30
            """
        var lengths: [String: Int] = [:]
        for entry in table.split(whereSeparator: \.isWhitespace) {
            lengths[String(entry.prefix(2))] = Int(entry.dropFirst(2))
        }
        return lengths
    }()
}
