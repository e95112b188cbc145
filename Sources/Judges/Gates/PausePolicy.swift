import Timing

/// After how many failures in a row a judge pauses, and for how long.
package struct PausePolicy: Sendable, Equatable {
    /// Failures of each reason in a row after which the judge pauses; never for a reason that is absent.
    package var limits: [PauseReason: Int]
    /// The first pause; each further one is twice as long.
    package var first: Duration
    /// The longest pause.
    package var longest: Duration

    /// The limits unless told otherwise.
    package static let standardLimits: [PauseReason: Int] = [.auth: 1, .quota: 3, .unparseable: 5, .rateLimited: 10]

    /// Creates a policy: a minute first, then twice that each time, an hour at most.
    package init(
        limits: [PauseReason: Int] = standardLimits, first: Duration = .seconds(60), longest: Duration = .seconds(3_600)
    ) {
        self.limits = limits
        self.first = first
        self.longest = longest
    }

    /// The pause after one of `length`.
    func next(after length: Duration) -> Duration { min(length * 2, longest) }
}
