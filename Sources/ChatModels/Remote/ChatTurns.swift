/// The messages of a request as providers want them that keep instructions apart and let user and assistant take turns.
struct ChatTurns {
    /// The instructions; nil when there are none.
    let system: String?
    /// What the two say, never the same one twice in a row; at least one turn.
    let turns: [ChatMessage]

    /// Sorts `messages`. Instructions with nobody to follow them become what the user says: a conversation must have a
    /// turn.
    init(_ messages: [ChatMessage]) {
        let system = messages.filter { $0.role == .system }.map(\.content).joined(separator: "\n\n")
        var turns: [ChatMessage] = []
        for message in messages where message.role != .system {
            if turns.last?.role == message.role {
                turns[turns.count - 1].content += "\n\n" + message.content
            } else {
                turns.append(message)
            }
        }
        self.system = system.isEmpty || turns.isEmpty ? nil : system
        self.turns = turns.isEmpty ? [ChatMessage(role: .user, content: system)] : turns
    }
}
