/// A path in which `{name}` stands for any one segment that is not empty. A class, since look-ups hand it around.
final class RoutePattern: Sendable {
    private enum Segment: Sendable {
        case literal(String)
        case parameter
    }

    /// The pattern as written.
    let text: String
    /// The names in braces, in order.
    let names: [String]
    private let segments: [Segment]

    /// Reads a pattern such as `/v1/events/{id}`.
    init(_ text: String) {
        precondition(text.utf8.first == UInt8(ascii: "/"), "the route \(text) does not begin with a slash")
        var names: [String] = []
        self.text = text
        segments = Self.split(text).map { segment in
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return .literal(String(segment)) }
            names.append(String(segment.dropFirst().dropLast()))
            return .parameter
        }
        self.names = names
    }

    /// Whether the pattern has no parameters.
    var isStatic: Bool { names.isEmpty }

    /// The pattern without the names: two patterns with the same shape match the same paths.
    var shape: String {
        segments.map { segment in
            if case .literal(let text) = segment { "/" + text } else { "/{}" }
        }.joined()
    }

    /// Whether the pattern is to be tried before `other`: the one with a literal at the first place they differ.
    func precedes(_ other: RoutePattern) -> Bool {
        for (mine, theirs) in zip(segments, other.segments) {
            switch (mine, theirs) {
            case (.literal, .parameter): return true
            case (.parameter, .literal): return false
            default: continue
            }
        }
        return false
    }

    /// The decoded values of the parameters, or nil when a path does not match.
    ///
    /// The path is given as sent, so that an encoded slash stays within its segment.
    func match(encodedPath path: String) -> [String]? {
        let parts = Self.split(path)
        guard parts.count == segments.count else { return nil }
        var values: [String] = []
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .literal(let text):
                guard text.utf8.elementsEqual(PercentEncoding.decode(String(part)).utf8) else { return nil }
            case .parameter:
                guard !part.isEmpty else { return nil }
                values.append(PercentEncoding.decode(String(part)))
            }
        }
        return values
    }

    private static func split(_ path: String) -> [Substring] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }
}
