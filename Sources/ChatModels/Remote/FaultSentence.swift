/// The sentence with which a provider explains a fault. It may quote the prompt or the key: it is looked at, never passed
/// on.
struct FaultSentence: Sendable {
    private let text: String

    /// Takes a sentence; case does not count.
    init(_ text: String?) { self.text = text?.lowercased() ?? "" }

    /// Whether one of `words`, all in lower case, is in it.
    func mentions(_ words: String...) -> Bool { words.contains { text.contains($0) } }

    /// The one of `words` that it mentions first.
    func first(of words: [String]) -> String? {
        let places = words.compactMap { word in text.firstRange(of: word).map { (word, $0.lowerBound) } }
        return places.min { $0.1 < $1.1 }?.0
    }

    /// Whether it says that something is not taken.
    var isRefusal: Bool {
        mentions(
            "unsupported", "not support", "n't support", "not enabled", "unrecognized", "unknown name", "deprecated",
            "may only be", "not allowed", "not permitted", "no endpoints found")
    }

    /// Whether it says that the prompt is longer than the model can read, in the words of any server met so far.
    var isContextLength: Bool {
        mentions(
            "maximum context length", "context length exceeded", "context window", "context limit",
            "prompt is too long",
            "input is too long", "exceeds the maximum number of tokens")
    }
}
