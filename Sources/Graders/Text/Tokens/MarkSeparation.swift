/// What a scalar is to mteval's substitutions.
enum MarkKind {
    case other, space, digit
    /// Set apart unless numbers stand on both sides.
    case stop
    /// Set apart after a digit.
    case hyphen
    /// Set apart everywhere.
    case mark
}

/// What counts as which kind, for `MarkSeparation`.
protocol MarkRules {
    /// The kind of the scalar that begins at `index` of valid UTF-8, and its length; of ASCII letters it may be asked or
    /// not. Rules that know ASCII only may take a scalar above it byte by byte.
    static func kind(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> (kind: MarkKind, length: Int)
}

/// Sets marks apart as mteval's tokenizers do, and splits at whitespace.
///
/// The substitutions only insert spaces, and what one inserts tells the next no more than the mark beside it. So tokens
/// are parts of the text, and one pass finds them. The first substitution, `(not a digit)(stop)`, takes two units at a
/// time: after a stop it took, the next stop goes without. `(stop)(not a digit)` then asks for what comes after only.
enum MarkSeparation<Rules: MarkRules> {
    /// Calls `body` with each token. Where `isPadded`, the text counts as standing between spaces; else there is nothing
    /// before and after it that a substitution could match.
    @inline(__always)
    static func forEachToken(
        in text: UnsafeBufferPointer<UInt8>, isPadded: Bool, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var (start, index) = (0, 0)
        var followsDigit = false
        var mayTakeStop = isPadded
        while index < text.count {
            // Most bytes are ASCII letters, which tell nothing but that no digit is there.
            if (text[index] | 0x20) &- 0x61 < 26 {
                (followsDigit, mayTakeStop) = (false, true)
                index &+= 1
                continue
            }
            let (kind, length) = Rules.kind(at: index, in: text)
            let end = index + length
            let isTaken = kind == .stop && mayTakeStop
            let isApart =
                switch kind {
                case .other, .space, .digit: false
                case .mark: true
                case .hyphen: followsDigit
                case .stop: isTaken || !isDigit(at: end, in: text, atEnd: !isPadded)
                }
            if isApart || kind == .space {
                if start < index { body(UnsafeBufferPointer(rebasing: text[start..<index])) }
                if isApart { body(UnsafeBufferPointer(rebasing: text[index..<end])) }
                start = end
            }
            followsDigit = kind == .digit
            mayTakeStop = !followsDigit && !isTaken
            index = end
        }
        if start < index { body(UnsafeBufferPointer(rebasing: text[start..<index])) }
    }

    @inline(__always)
    private static func isDigit(at index: Int, in text: UnsafeBufferPointer<UInt8>, atEnd: Bool) -> Bool {
        index < text.count ? Rules.kind(at: index, in: text).kind == .digit : atEnd
    }
}
