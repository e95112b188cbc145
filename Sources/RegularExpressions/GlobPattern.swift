/// A pattern as shells have it: `*` for any characters, `?` for one, `[abc]`, `[a-z]` and `[!a]` for one of some.
///
/// It always stands for the whole text and compares Unicode code points, case included. A backslash takes the next
/// character as it is; a `[` that is never closed stands for itself. The cost is at most the product of the two
/// lengths.
package struct GlobPattern: Sendable, Hashable {
    private enum Piece: Sendable, Hashable {
        case scalar(Unicode.Scalar)
        case anyScalar
        case anyRun
        case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .scalar(let wanted): scalar == wanted
            case .anyScalar: true
            case .anyRun: false
            case .oneOf(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
            }
        }
    }

    private let pieces: [Piece]

    /// Reads a pattern; every text is one.
    package init(_ text: String) {
        var pieces: [Piece] = []
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": if pieces.last != .anyRun { pieces.append(.anyRun) }
            case "?": pieces.append(.anyScalar)
            case "[": pieces.append(Self.set(&rest) ?? .scalar("["))
            case "\\": pieces.append(.scalar(rest.popFirst() ?? "\\"))
            default: pieces.append(.scalar(scalar))
            }
        }
        self.pieces = pieces
    }

    /// Whether the whole of `text` matches.
    package func matches(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        var position = scalars.startIndex
        var piece = 0
        // Where to go on when a later piece fails: only the last run can usefully take one scalar more.
        var retry: (piece: Int, position: String.Index)?
        while position < scalars.endIndex {
            if piece < pieces.count, pieces[piece] == .anyRun {
                retry = (piece + 1, position)
                piece += 1
            } else if piece < pieces.count, pieces[piece].matches(scalars[position]) {
                piece += 1
                scalars.formIndex(after: &position)
            } else if let last = retry {
                let next = scalars.index(after: last.position)
                retry = (last.piece, next)
                (piece, position) = (last.piece, next)
            } else {
                return false
            }
        }
        return pieces[piece...].allSatisfy { $0 == .anyRun }
    }

    /// Reads a set after its opening bracket; nil, with nothing read, when it is never closed.
    private static func set(_ text: inout Substring.UnicodeScalarView) -> Piece? {
        var rest = text
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        let negated = rest.first == "!" || rest.first == "^"
        if negated { rest.removeFirst() }
        // A closing bracket in the first place belongs to the set.
        var isFirst = true
        while let scalar = rest.popFirst() {
            if scalar == "]", !isFirst {
                text = rest
                return .oneOf(ranges, negated: negated)
            }
            isFirst = false
            guard let lower = scalar == "\\" ? rest.popFirst() : scalar else { return nil }
            var upper = lower
            if rest.first == "-", let end = rest.dropFirst().first, end != "]" {
                rest.removeFirst(2)
                guard let bound = end == "\\" ? rest.popFirst() : end else { return nil }
                upper = bound
            }
            if lower <= upper { ranges.append(lower...upper) }
        }
        return nil
    }
}
