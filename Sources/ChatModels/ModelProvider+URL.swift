extension ModelProvider {
    /// Where requests go. It never holds a secret.
    package var url: String { format.url }
}
