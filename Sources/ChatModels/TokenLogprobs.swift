/// One token of a reply, with how likely the model held it and the other candidates for its place to be.
package struct TokenLogprobs: Sendable, Equatable {
    /// A token and the natural logarithm of its probability.
    package struct Candidate: Sendable, Equatable {
        /// The token as text.
        package var token: String
        /// The natural logarithm of its probability; at most 0.
        package var logprob: Double

        /// Creates a candidate.
        package init(token: String, logprob: Double) {
            self.token = token
            self.logprob = logprob
        }
    }

    /// The token in the reply.
    package var chosen: Candidate
    /// The most likely tokens for its place, as many as were asked for at most; the chosen one need not be among them.
    package var top: [Candidate]

    /// Creates a token.
    package init(chosen: Candidate, top: [Candidate]) {
        self.chosen = chosen
        self.top = top
    }
}
