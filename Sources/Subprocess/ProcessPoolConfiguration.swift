package import Timing

/// What a pool may run, and within which limits.
package struct ProcessPoolConfiguration: Sendable {
    /// What each process runs.
    package var command: ProcessCommand
    /// The most processes at one time, each with one request at a time. At least 1.
    package var processes = 1
    /// The time a request may wait for a process, and then the time the process has for its reply, its own start
    /// included. A process that takes longer is killed.
    package var timeout = Duration.seconds(30)
    /// The longest reply, in bytes without its line break. A process that writes a longer one is killed.
    package var maximumReplyBytes = 1 << 20
    /// After so many replies a process is let go and another takes its place; nil never.
    package var maximumReplies: Int?
    /// The most requests that wait for a process; further ones fail at once.
    package var maximumWaiting = 1_000
    /// How long no process is started after several in a row gave no reply. The first failure is free.
    package var backoff = ExponentialBackoff(base: .milliseconds(200), cap: .seconds(30))
    /// How long a process has to end by itself once its input is closed.
    package var stopGrace = Duration.seconds(2)

    /// Creates a configuration with the defaults above.
    package init(_ command: ProcessCommand) { self.command = command }
}
