package import Timing

/// Why a judge is paused, since when and until when.
package struct JudgePause: Sendable, Equatable {
    /// Why.
    package var reason: PauseReason
    /// How many failures in a row led to it, those of probes included.
    package var failures: Int
    /// What the last of them said.
    package var cause: String
    /// When it began.
    package var since: Timestamp
    /// When a probe is let through.
    package var until: Timestamp
    /// The time from the last failure to `until`, unless the provider asked for more.
    var length: Duration
    /// Whether the probe is under way.
    package var isProbing = false
}
