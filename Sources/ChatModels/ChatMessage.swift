/// One message of a conversation.
package struct ChatMessage: Sendable, Equatable {
    /// Who speaks.
    package enum Role: String, Sendable { case system, user, assistant }

    /// Who speaks.
    package var role: Role
    /// What is said.
    package var content: String

    /// Creates a message.
    package init(role: Role, content: String) {
        self.role = role
        self.content = content
    }
}
