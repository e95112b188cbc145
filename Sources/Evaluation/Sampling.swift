import Cryptography

/// Decides whether a target is in the sample, the same way Langfuse's own evaluators do.
///
/// The first 53 bits of SHA-256 over the name of a domain, a NUL and the target's id, divided by 2^53, give a number
/// that every rule, replica and retry agrees on; the target is graded when it is below the rate.
package enum Sampling {
    /// What a position is used for. Those of two domains have nothing to do with each other.
    package enum Domain: String, Sendable {
        /// The samples of rules; the name is that of Langfuse's own evaluators.
        case rules = "langfuse:evaluation-sampling:v1"
        /// The samples that budgets leave.
        case budgets = "gradehook:budget-sampling:v1"
        /// The order in which those that wait for the same thing come back.
        case retries = "gradehook:retry-spread:v1"
    }

    /// Returns the target's place in 0..<1.
    package static func position(of targetID: String, in domain: Domain = .rules) -> Double {
        let digest = MessageDigest.sha256(Array("\(domain.rawValue)\u{0}\(targetID)".utf8))
        let first = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Double(first >> 11) / 9_007_199_254_740_992
    }

    /// Whether the target is graded at `rate`; 1 takes every target, 0 none.
    package static func includes(_ targetID: String, rate: Double, in domain: Domain = .rules) -> Bool {
        rate >= 1 || (rate > 0 && position(of: targetID, in: domain) < rate)
    }
}
