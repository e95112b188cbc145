/// What counts as a stop and as a digit, for `StopSeparation`.
protocol StopRules {
    associatedtype Unit: FixedWidthInteger
    static func isStop(_ unit: Unit) -> Bool
    static func isDigit(_ unit: Unit) -> Bool
}

/// Sets full stops and commas apart from words but leaves them in numbers: two substitutions that mteval's tokenizers
/// share, over bytes or scalars. Each goes over the text once, from left to right, and never matches what it wrote.
enum StopSeparation<Rules: StopRules> {
    typealias Unit = Rules.Unit

    private static var space: Unit { 0x20 }

    /// Sets apart each stop that follows no digit: the unit before is part of the match. Returns the length written, at
    /// most twice that of `text`.
    @inline(__always)
    static func afterOther(_ text: UnsafeBufferPointer<Unit>, into target: UnsafeMutableBufferPointer<Unit>) -> Int {
        var length = 0
        var index = 0
        while index < text.count {
            let unit = text[index]
            target[length] = unit
            length += 1
            index += 1
            guard index < text.count, Rules.isStop(text[index]), !Rules.isDigit(unit) else { continue }
            target[length] = space
            target[length + 1] = text[index]
            target[length + 2] = space
            length += 3
            index += 1
        }
        return length
    }

    /// Sets apart each stop before anything but a digit: the unit after is part of the match. Returns the length
    /// written, at most twice that of `text`.
    @inline(__always)
    static func beforeOther(_ text: UnsafeBufferPointer<Unit>, into target: UnsafeMutableBufferPointer<Unit>) -> Int {
        var length = 0
        var index = 0
        while index < text.count {
            let unit = text[index]
            index += 1
            guard Rules.isStop(unit), index < text.count, !Rules.isDigit(text[index]) else {
                target[length] = unit
                length += 1
                continue
            }
            target[length] = space
            target[length + 1] = unit
            target[length + 2] = space
            target[length + 3] = text[index]
            length += 4
            index += 1
        }
        return length
    }
}
