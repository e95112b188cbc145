/// What an answer turned out to be.
enum WireAnswer: Sendable {
    case reply(ChatReply)
    case fault(ProviderFault)
    /// 200 with something that is neither.
    case unreadable
}
