/// A number as a whole one times a power of ten, exactly as its shortest spelling has it.
///
/// `0.0075` is a multiple of `0.0001` as people write them, though not as doubles are stored.
struct DecimalNumber: Sendable, Equatable {
    /// Without trailing zeros in the decimal system, unless it is 0.
    let significand: UInt64
    let exponent: Int

    /// The size of `value`, its sign left out; nil when it is no number.
    init?(_ value: JSONValue) {
        switch value {
        case .integer(let integer): self.init(integer.magnitude, exponent: 0)
        case .number(let number) where number.isFinite:
            let (digits, exponent) = number == 0 ? ([], 0) : JSONNumber.decimal(number.magnitude)
            // A double has at most 17 digits, which fit.
            let whole = digits.reduce(0) { $0 &* 10 &+ UInt64($1 - UInt8(ascii: "0")) }
            self.init(whole, exponent: exponent - digits.count)
        default: return nil
        }
    }

    private init(_ whole: UInt64, exponent: Int) {
        var significand = whole
        var exponent = exponent
        while significand != 0, significand.isMultiple(of: 10) {
            significand /= 10
            exponent += 1
        }
        self.significand = significand
        self.exponent = significand == 0 ? 0 : exponent
    }

    /// Whether this is a whole number of times `divisor`, which is not 0.
    func isMultiple(of divisor: DecimalNumber) -> Bool {
        if significand == 0 { return true }
        // Without trailing zeros a number is no multiple of a higher power of ten.
        guard exponent >= divisor.exponent, divisor.significand != 0 else { return false }
        var remainder = significand % divisor.significand
        var left = exponent - divisor.exponent
        while left > 0, remainder != 0 {
            let product = remainder.multipliedFullWidth(by: 10)
            remainder = divisor.significand.dividingFullWidth(product).remainder
            left -= 1
        }
        return remainder == 0
    }
}
