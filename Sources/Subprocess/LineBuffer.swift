/// Puts together the line that a process writes piece by piece.
struct LineBuffer {
    /// What has come of a piece.
    enum Event: Equatable {
        /// No line yet.
        case unfinished
        /// A line, and whether anything came behind it.
        case line([UInt8], isFollowed: Bool)
        /// More than the limit without a line break.
        case tooLong
    }

    /// The most bytes of a line, its break not counted.
    let limit: Int
    private(set) var bytes: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    /// Adds a piece. A line handed out leaves the buffer empty; what followed it is dropped.
    mutating func append(_ piece: UnsafeRawBufferPointer) -> Event {
        guard let end = piece.firstIndex(of: UInt8(ascii: "\n")) else {
            bytes.append(contentsOf: piece)
            return bytes.count > limit + 1 ? .tooLong : .unfinished
        }
        bytes.append(contentsOf: piece[..<end])
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard bytes.count <= limit else { return .tooLong }
        defer { bytes = [] }
        return .line(bytes, isFollowed: end + 1 < piece.count)
    }
}
