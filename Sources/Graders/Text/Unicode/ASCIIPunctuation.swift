/// The 32 punctuation marks of ASCII, Python's `string.punctuation`.
enum ASCIIPunctuation {
    /// Whether `byte` is one.
    @inline(__always)
    static func contains(_ byte: UInt8) -> Bool {
        // One bit for each of the first 64, and of the second 64, characters.
        let half: UInt64 = byte < 0x40 ? 0xFC00_FFFE_0000_0000 : 0x7800_0001_F800_0001
        return byte < 0x80 && half &>> UInt64(byte) & 1 == 1
    }
}
