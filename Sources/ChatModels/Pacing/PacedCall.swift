import Timing

/// One call on its way through a pacer, from its first attempt to its last.
struct PacedCall: Sendable {
    /// The tokens a reply is taken to have when the request sets no limit.
    private static let replyTokens = 256
    /// Bytes of a prompt for one token: the rule of thumb for English. The reply corrects it.
    private static let bytesPerToken = 4

    /// When the call must be over.
    let deadline: Timestamp
    /// The tokens it is taken to cost before the reply tells.
    let tokens: Int
    /// Its place in the order of arrival, which retries keep; 0 before the first attempt.
    var number: UInt64 = 0
    /// Whether the coming attempt has been taken out of the rates already.
    var isPaidFor = false
    /// How long the last attempt had waited for its place.
    var waited = Duration.zero

    /// Describes the call for `request`.
    init(_ request: ChatRequest, deadline: Timestamp) {
        let bytes = request.messages.reduce(0) { $0 + $1.content.utf8.count }
        self.init(tokens: bytes / Self.bytesPerToken + (request.maximumTokens ?? Self.replyTokens), deadline: deadline)
    }

    /// Describes the call that turns `texts` into vectors.
    init(_ texts: [String], deadline: Timestamp) {
        self.init(tokens: texts.reduce(0) { $0 + $1.utf8.count } / Self.bytesPerToken, deadline: deadline)
    }

    /// Describes a call of so many tokens.
    init(tokens: Int = 0, deadline: Timestamp) {
        self.tokens = tokens
        self.deadline = deadline
    }
}

/// The right to have one call under way; whoever has it gives it back with the attempt's end.
struct PacerPlace: Sendable {
    /// The round of the adaptive limit it was given in.
    let round: UInt64
    /// Whether it is the one call that tries a server that was away.
    let isTry: Bool
    /// What the attempt was taken to cost.
    let tokens: Int
}
