/// Writes doubles as JavaScript does: the fewest digits that read back as the same double, no fraction when it is zero.
///
/// The layout is ECMAScript's `Number::toString` (https://tc39.es/ecma262/#sec-numeric-types-number-tostring), which
/// RFC 8785 prescribes for canonical JSON: plain digits from 1e-6 up to 1e21, an exponent outside. Only whole numbers
/// from 2^53 to 2^63, which are read as integers, have all their digits here and the fewest there.
enum JSONNumber {
    /// Appends `value`; NaN and the infinities, which JSON cannot say, become `null`.
    static func write(_ value: Double, into bytes: inout [UInt8]) {
        guard value.isFinite else { return bytes.append(contentsOf: "null".utf8) }
        // A whole number that fits 64 bits gets all its digits: fewer could read back as another integer.
        if let integer = Int64(exactly: value) {
            return bytes.append(contentsOf: integer.description.utf8)
        }
        var text = value.description
        // Where Swift writes no exponent either, its digits stand in the same layout.
        if text.withUTF8({ !$0.contains(UInt8(ascii: "e")) }) { return bytes.append(contentsOf: text.utf8) }
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let (digits, exponent) = decimal(value.magnitude)
        layOut(digits, exponent, into: &bytes)
    }

    /// The shortest digits of a positive double, and the power of ten of the place before the first of them:
    /// the value is 0.d1d2d3… × 10^exponent.
    static func decimal(_ value: Double) -> (digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var exponent = 0
        var point: Int?
        var rest = value.description.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: ".") {
                point = digits.count
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(Substring(rest))) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        exponent += point ?? digits.count
        let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leadingZeros)
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, exponent - leadingZeros)
    }

    private static func layOut(_ digits: [UInt8], _ exponent: Int, into bytes: inout [UInt8]) {
        let zero = UInt8(ascii: "0")
        switch exponent {
        case digits.count...21:
            bytes.append(contentsOf: digits)
            bytes.append(contentsOf: repeatElement(zero, count: exponent - digits.count))
        case 1...21:
            bytes.append(contentsOf: digits[..<exponent])
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: digits[exponent...])
        case -5...0:
            bytes.append(contentsOf: "0.".utf8)
            bytes.append(contentsOf: repeatElement(zero, count: -exponent))
            bytes.append(contentsOf: digits)
        default:
            bytes.append(digits[0])
            if digits.count > 1 {
                bytes.append(UInt8(ascii: "."))
                bytes.append(contentsOf: digits[1...])
            }
            bytes.append(contentsOf: exponent > 0 ? "e+".utf8 : "e-".utf8)
            bytes.append(contentsOf: (exponent - 1).magnitude.description.utf8)
        }
    }
}
