/// Which of the optional parts of a request a model takes. Learned from its refusals, one at a time.
struct RequestDialect: Sendable, Equatable {
    /// The optional parts of a request that some models refuse.
    enum Part: String, Sendable, CaseIterable {
        case replyFormat, temperature, seed, maxTokens, maxCompletionTokens, logprobs
    }

    /// The most changes one call may make: three steps down the longest ladder and one for each other part but the keys
    /// of the token limit, of which one must stay. A server that contradicts itself gets no more.
    static let maximumChanges = 7

    /// The forms not refused so far, the strictest first; the last one is never given up.
    private var ladder: [ReplyFormat]
    private var refused: Set<Part> = []

    /// Creates the dialect of a model that has refused nothing, with the forms its provider can ask for, the strictest
    /// first.
    init(ladder: [ReplyFormat]) { self.ladder = ladder }

    /// The form in which replies are asked for.
    var format: ReplyFormat { ladder.first ?? .text }

    /// Whether the model has not refused `part`.
    func takes(_ part: Part) -> Bool { !refused.contains(part) }

    /// Returns the dialect to try after `fault`, or nil when the fault is not about the dialect. A step down the ladder
    /// is taken only for a request that `wantsForm`: without a schema there was nothing to refuse.
    func adapted(to fault: ProviderFault, wantsForm: Bool) -> RequestDialect? {
        // 404 is how routers say that none of their servers takes a part.
        guard [400, 404, 422, 501].contains(fault.status), let part = fault.refusedPart else { return nil }
        var next = self
        if part == .replyFormat {
            guard wantsForm, ladder.count > 1 else { return nil }
            next.ladder.removeFirst()
            return next
        }
        guard next.refused.insert(part).inserted else { return nil }
        // A reply nobody limits may cost anything, so that a model without either key is not asked.
        return next.takes(.maxTokens) || next.takes(.maxCompletionTokens) ? next : nil
    }
}
