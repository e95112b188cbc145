/// Texts to turn into vectors.
package struct EmbeddingRequest: Sendable, Equatable {
    /// The texts; at least one, and none of them empty.
    package var texts: [String]
    /// The name of the grader that asks, for what is counted by judge; never sent. Nil when none does.
    package var judge: String?
    /// Whether a model may be called for it; otherwise only vectors that were kept will do. Never sent.
    package var mayCall = true
    /// The share of the traces about which a model may be called now, above 0 when this is one of them; never sent, and kept
    /// with the vectors.
    package var sampleRate = 1.0
    /// Whose grade asks, by a digest of its judge and trace; never sent, and kept with the vectors. Nil when no grade does.
    package var asker: String?

    /// Creates a request.
    package init(texts: [String], judge: String? = nil) {
        self.texts = texts
        self.judge = judge
    }

    /// The size of the texts in bytes of UTF-8.
    var bytes: Int { texts.reduce(0) { $0 + $1.utf8.count } }
}
