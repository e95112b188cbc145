/// A model without a model: for trying Gradehook out and for tests. Needs no network. The same text always gets the same
/// vector; what the vectors of two different texts have in common means nothing.
package struct MockEmbeddingModel: EmbeddingModel {
    /// The name the configuration gave it.
    package let name: String
    private static let dimensions = 16

    /// Creates a mock called `name`.
    package init(name: String) { self.name = name }

    package func embed(_ request: EmbeddingRequest) async throws(ChatModelError) -> EmbeddingReply {
        EmbeddingReply(
            vectors: request.texts.map(Self.vector), model: "mock", promptTokens: request.bytes / 4, cost: 0)
    }

    /// A vector of length 1 drawn by the text: FNV-1a seeds SplitMix64
    /// (<https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>, <https://prng.di.unimi.it/splitmix64.c>).
    private static func vector(_ text: String) -> [Float] {
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let drawn = (0..<dimensions).map { _ -> Double in
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            // Never 0, so that no vector is.
            return Double(Int64(bitPattern: (mixed ^ (mixed >> 31)) | 1)) / 0x1p63
        }
        let length = drawn.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return drawn.map { Float($0 / length) }
    }
}
