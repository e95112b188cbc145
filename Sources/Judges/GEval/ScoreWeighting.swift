#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The score a model would give on average, from how likely it found each one (Liu et al., G-Eval, 2023, section 2.3:
/// the sum of p(s) · s; <https://arxiv.org/abs/2303.16634>).
enum ScoreWeighting {
    /// Scores less likely than this are noise and left out, as in DeepEval.
    static let leastProbability = 0.01

    /// The mean of the whole numbers within `range` among `candidates`, weighted by their probabilities; nil when none is
    /// likely enough. A candidate is a token that could have stood in the place of the score, with the natural logarithm
    /// of its probability.
    static func mean(_ candidates: [(token: String, logprob: Double)], in range: ClosedRange<Double>) -> Double? {
        var (sum, mass) = (0.0, 0.0)
        for candidate in candidates {
            let probability = exp(candidate.logprob)
            guard probability >= leastProbability, let score = wholeNumber(candidate.token), range.contains(score)
            else {
                continue
            }
            sum += probability * score
            mass += probability
        }
        return mass > 0 ? sum / mass : nil
    }

    /// The number a token of ASCII digits stands for.
    private static func wholeNumber(_ token: String) -> Double? {
        guard !token.isEmpty, token.utf8.count <= 9, token.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Double(token)
    }
}
