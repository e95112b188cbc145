/// Why a request to a pool got no reply.
package struct ProcessPoolError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as a closed set fit for metric labels.
    package enum Code: String, Sendable, CaseIterable {
        /// No process could be started, or it ended before it replied.
        case unavailable
        /// The program or its folder is missing or cannot be executed; another attempt would find it so.
        case notStartable
        /// No process came free in time, or the process took too long; then it was killed.
        case timeout
        /// The reply was longer than allowed.
        case replyTooLarge
        /// What came was no reply to the request.
        case notAReply
        /// The caller's task was cancelled.
        case cancelled
        /// The pool has been stopped.
        case stopped
    }

    /// What went wrong.
    package var code: Code
    /// What happened, with the end of what the process wrote to its standard error.
    package var message: String
    /// When the next process will be started, while too many have failed in a row.
    package var retryAfter: Duration?

    package var description: String { message }
}
