import Testing
import WorkQueue

/// What any queue storage has to keep: run each of `Check.allCases` against a fresh queue.
package struct JobQueueConformance: Sendable {
    /// One promise of `JobQueue`.
    package enum Check: String, CaseIterable, Sendable {
        case freshJobsAreLeasedInOrder
        case attemptsCountFromOne
        case aSnoozeCountsNoAttempt
        case aDelayedJobWaitsForItsTime
        case anEarlierDelayEndsEarlier
        case theLastRetryBecomesADeadLetter
        case failuresBelowTheLimitEndInSuccess
        case aDiscardedJobIsDeadAtOnce
        case settlingTwiceIsIgnored
        case anOldReceiptIsIgnored
        case capacityCountsEveryPlace
        case bytesAreBounded
        case nothingOvertakesTheJobThatDidNotFit
        case drainingEndsWhenNothingIsLeft
        case drainingCutsDelays
        case drainingSpendsNoAttempts
        case closingEndsEveryLease
        case closingKeepsWhatIsInside
        case aCancelledLeaseLosesNoJob
        case deadLettersAreNewestFirst
        case aDeadLetterCanBeRetried
        case aRetryWhileDrainingSaysSo
        case settlingSaysWhatFollows
        case everyAcceptedJobIsSettledOnce
        case closingInTheMiddleLosesNothing
    }

    private let make: @Sendable (JobQueueLimits) async throws -> JobQueueSubject

    /// Creates the suite over queues made by `make`.
    package init(make: @escaping @Sendable (JobQueueLimits) async throws -> JobQueueSubject) {
        self.make = make
    }

    /// Runs one check and records what does not hold.
    package func run(_ check: Check) async throws {
        switch check {
        case .freshJobsAreLeasedInOrder: try await freshJobsAreLeasedInOrder()
        case .attemptsCountFromOne: try await attemptsCountFromOne()
        case .aSnoozeCountsNoAttempt: try await aSnoozeCountsNoAttempt()
        case .aDelayedJobWaitsForItsTime: try await aDelayedJobWaitsForItsTime()
        case .anEarlierDelayEndsEarlier: try await anEarlierDelayEndsEarlier()
        case .theLastRetryBecomesADeadLetter: try await theLastRetryBecomesADeadLetter()
        case .failuresBelowTheLimitEndInSuccess: try await failuresBelowTheLimitEndInSuccess()
        case .aDiscardedJobIsDeadAtOnce: try await aDiscardedJobIsDeadAtOnce()
        case .settlingTwiceIsIgnored: try await settlingTwiceIsIgnored()
        case .anOldReceiptIsIgnored: try await anOldReceiptIsIgnored()
        case .capacityCountsEveryPlace: try await capacityCountsEveryPlace()
        case .bytesAreBounded: try await bytesAreBounded()
        case .nothingOvertakesTheJobThatDidNotFit: try await nothingOvertakesTheJobThatDidNotFit()
        case .drainingEndsWhenNothingIsLeft: try await drainingEndsWhenNothingIsLeft()
        case .drainingCutsDelays: try await drainingCutsDelays()
        case .drainingSpendsNoAttempts: try await drainingSpendsNoAttempts()
        case .closingEndsEveryLease: try await closingEndsEveryLease()
        case .closingKeepsWhatIsInside: try await closingKeepsWhatIsInside()
        case .aCancelledLeaseLosesNoJob: try await aCancelledLeaseLosesNoJob()
        case .deadLettersAreNewestFirst: try await deadLettersAreNewestFirst()
        case .aDeadLetterCanBeRetried: try await aDeadLetterCanBeRetried()
        case .aRetryWhileDrainingSaysSo: try await aRetryWhileDrainingSaysSo()
        case .settlingSaysWhatFollows: try await settlingSaysWhatFollows()
        case .everyAcceptedJobIsSettledOnce: try await everyAcceptedJobIsSettledOnce()
        case .closingInTheMiddleLosesNothing: try await closingInTheMiddleLosesNothing()
        }
    }

    /// Makes a queue within `limits`, runs its own work beside `body`, and closes it afterwards.
    func withQueue(
        _ limits: JobQueueLimits = JobQueueLimits(), _ body: (JobQueueSubject) async throws -> Void
    ) async throws {
        let subject = try await make(limits)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await subject.queue.run() }
            try await body(subject)
            subject.queue.close()
            group.cancelAll()
        }
    }
}
