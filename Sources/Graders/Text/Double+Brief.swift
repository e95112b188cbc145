extension Double {
    /// The number with at most four digits after the point, for a comment.
    var brief: String {
        let scaled = (self * 1e4).rounded()
        // Up to here the shortest decimal that reads back as the quotient is these digits.
        if scaled.magnitude < 1e9 { return Self.decimal(tenThousandths: Int(scaled)) }
        let rounded = scaled / 1e4
        return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }

    /// `count` / 10000, without zeros at the end; short enough to need no allocation.
    ///
    /// Written in place: a score has several numbers in its comment, and interpolating their parts took longer than
    /// computing them.
    private static func decimal(tenThousandths count: Int) -> String {
        var rest = count.magnitude
        var unit: UInt = 10_000
        while unit * 10 <= rest { unit *= 10 }
        return String(unsafeUninitializedCapacity: 15) { target in
            var length = 0
            func append(_ byte: UInt8) {
                target.initializeElement(at: length, to: byte)
                length += 1
            }
            if count < 0 { append(0x2D) }
            while unit >= 10_000 || rest > 0 {
                if unit == 1000 { append(0x2E) }
                append(0x30 + UInt8(truncatingIfNeeded: rest / unit))
                rest %= unit
                unit /= 10
            }
            return length
        }
    }
}
