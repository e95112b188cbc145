import Evaluation

/// What went wrong while a file was graded: whether trying again may help.
package struct OfflineFaults: Sendable, Equatable {
    /// Lines that stay wrong however often they are tried: neither a trace nor an event, or a trace that is not there.
    package private(set) var bad = 0
    /// Lines that came to nothing, or not to everything, because Langfuse or a model was away.
    package private(set) var transient = 0

    /// Starts without faults.
    package init() {}

    /// Counts a line that came to no result.
    package mutating func add(_ error: any Error) {
        let code = (error as? TraceSourceError)?.code
        // Refused keys are no fault of the line either.
        if [.unavailable, .rateLimited, .unauthorized].contains(code) { transient += 1 } else { bad += 1 }
    }

    /// Counts the line of `rows` when one of its graders could not judge for now.
    package mutating func add(_ rows: [OfflineGrader.Row]) {
        let isTransient = rows.contains { row in
            if case .failed(let failure) = row.outcome { failure.isTransient } else { false }
        }
        if isTransient { transient += 1 }
    }
}
