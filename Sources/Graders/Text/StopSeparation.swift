/// Sets full stops and commas apart from words but leaves them in numbers: two substitutions that mteval's tokenizers
/// share, over bytes or scalars. Each goes over the text once, from left to right, and never matches what it wrote.
struct StopSeparation<Unit: FixedWidthInteger> {
    /// Whether a unit is a stop, and whether it is a digit.
    let isStop: (Unit) -> Bool
    let isDigit: (Unit) -> Bool
    private let space: Unit = 0x20

    /// Sets apart each stop that follows no digit: the unit before is part of the match. Returns the length written, at
    /// most twice that of `text`.
    @inline(__always)
    func afterOther(_ text: UnsafeBufferPointer<Unit>, into target: UnsafeMutableBufferPointer<Unit>) -> Int {
        var length = 0
        var index = 0
        while index < text.count {
            let unit = text[index]
            target[length] = unit
            length += 1
            index += 1
            guard index < text.count, isStop(text[index]), !isDigit(unit) else { continue }
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
    func beforeOther(_ text: UnsafeBufferPointer<Unit>, into target: UnsafeMutableBufferPointer<Unit>) -> Int {
        var length = 0
        var index = 0
        while index < text.count {
            let unit = text[index]
            index += 1
            guard isStop(unit), index < text.count, !isDigit(text[index]) else {
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
