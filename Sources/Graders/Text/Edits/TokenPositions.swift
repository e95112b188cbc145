/// For each token the positions at which a pattern of at most 256 tokens has it: a row of one word of 64 bits, or of
/// four.
///
/// Tokens are numbers from 0 up, so they index a table. One instance serves many patterns: filling it costs the pattern
/// and not the table.
struct TokenPositions: ~Copyable {
    /// For each token where its row begins; the first words are a row without positions, for the other tokens.
    private let rowNumbers: UnsafeMutableBufferPointer<Int32>
    private let rows: UnsafeMutableBufferPointer<UInt64>
    /// The tokens that have a row.
    private var filled: [Int32] = []
    private var lanes = 1

    /// The longest pattern.
    static let capacity = 256
    private static let emptyWords = 4

    /// Prepares for patterns of tokens below `tokenCount`.
    init(tokenCount: Int) {
        rowNumbers = .allocate(capacity: max(1, tokenCount))
        rowNumbers.initialize(repeating: 0)
        rows = .allocate(capacity: Self.emptyWords + Self.capacity * 4)
        rows.initialize(repeating: 0)
    }

    deinit {
        rowNumbers.deallocate()
        rows.deallocate()
    }

    /// Forgets the last pattern and notes the positions of `pattern`, in rows of `lanes` words, 1 or 4.
    mutating func fill(from pattern: UnsafeBufferPointer<Int32>, lanes: Int) {
        for token in filled { rowNumbers[Int(token)] = 0 }
        filled.removeAll(keepingCapacity: true)
        self.lanes = lanes
        for index in pattern.indices {
            let token = Int(pattern[index])
            if rowNumbers[token] == 0 {
                let row = Self.emptyWords + filled.count * lanes
                filled.append(pattern[index])
                rowNumbers[token] = Int32(row)
                for lane in 0..<lanes { rows[row + lane] = 0 }
            }
            rows[Int(rowNumbers[token]) + index / 64] |= 1 &<< UInt64(index % 64)
        }
    }

    /// The words of the row of `token`.
    @inline(__always)
    func row(of token: Int32) -> UnsafePointer<UInt64> {
        // A token above the table is in no pattern. The buffer is not empty, so it has an address.
        let number = Int(token) < rowNumbers.count ? Int(rowNumbers[Int(token)]) : 0
        return UnsafePointer(rows.baseAddress.unsafelyUnwrapped + number)
    }
}
