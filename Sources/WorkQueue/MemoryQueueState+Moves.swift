import Timing

extension MemoryQueueState {
    /// Takes jobs in order until one does not fit. No effects when nobody waits.
    mutating func admit(_ jobs: [Job], at now: Timestamp) -> (results: [EnqueueResult], bytes: Int, effects: Effects?) {
        var results: [EnqueueResult] = []
        results.reserveCapacity(jobs.count)
        var admittedBytes = 0
        for job in jobs {
            if let refusal = refusal(of: job.payload.count, at: now) {
                results.append(refusal)
                break
            }
            bytes += job.payload.count
            admittedBytes += job.payload.count
            fresh.append(job, readyAt: now)
            results.append(.accepted)
        }
        if results.count < jobs.count {
            // A later, smaller job must not overtake the one that did not fit.
            let rest = phase == .open ? EnqueueResult.full(retryAfter: retryAfter(at: now)) : .draining
            results.append(contentsOf: repeatElement(rest, count: jobs.count - results.count))
        }
        guard !waiters.isEmpty else { return (results, admittedBytes, nil) }
        var effects = Effects()
        serveWaiters(at: now, &effects)
        return (results, admittedBytes, effects)
    }

    /// Why a job of `size` payload bytes cannot be taken; nil when it can.
    func refusal(of size: Int, at now: Timestamp) -> EnqueueResult? {
        guard phase == .open else { return .draining }
        guard size <= configuration.maximumBytes else {
            return .tooLarge(bytes: size, limit: configuration.maximumBytes)
        }
        guard occupied < configuration.capacity, size <= configuration.maximumBytes - bytes else {
            return .full(retryAfter: retryAfter(at: now))
        }
        return nil
    }

    /// When room is likely: the time in which the workers get through the jobs ahead at the measured rate, between a
    /// second and a minute; five seconds when nothing has been measured.
    func retryAfter(at now: Timestamp) -> Duration {
        let rate = meter.rate(at: now)
        guard rate > 0 else { return .seconds(5) }
        let ahead = fresh.count + returned.count + running.count
        if ahead == 0, let earliest = delayed.earliest {
            return min(max(earliest - now, .seconds(1)), .seconds(60))
        }
        return .milliseconds(Int64(min(max(Double(ahead) / rate, 1), 60) * 1000))
    }

    /// A worker's answer, booked.
    struct Settled {
        var job: Job
        var settlement: Settlement
        /// What there may be to do.
        var effects: Effects?
    }

    /// Books a worker's answer. Nil when the lease was settled before.
    mutating func settle(_ receipt: UInt64, _ outcome: JobOutcome, at now: Timestamp) -> Settled? {
        guard let loan = running.removeValue(forKey: receipt) else { return nil }
        // Most jobs end here: one that is done changes nothing for the others, unless the end is awaited.
        if case .completed = outcome, phase == .open {
            strike(loan.job, at: now)
            return Settled(job: loan.job, settlement: .done)
        }
        var effects = Effects()
        let settlement = apply(outcome, to: loan, at: now, &effects)
        if !waiters.isEmpty { serveWaiters(at: now, &effects) }
        return Settled(job: loan.job, settlement: settlement, effects: effects)
    }

    private mutating func apply(
        _ outcome: JobOutcome, to loan: Running, at now: Timestamp, _ effects: inout Effects
    ) -> Settlement {
        let policy = configuration.retryPolicy
        var job = loan.job
        switch outcome {
        case .completed:
            strike(job, at: now)
            return .done
        case .discard(let reason):
            return bury(job, reason: reason, at: now, &effects)
        case .retry where loan.isParting, .snooze where loan.isParting:
            // Other attempts would come in quick succession, and end in a dead letter that time would have saved.
            leftOver.append(job)
            return .waits(until: nil)
        case .retry(_, let reason) where policy.isLast(attempt: job.attempt):
            return bury(job, reason: reason, at: now, &effects)
        case .retry(let after, _):
            let delay = policy.delay(afterAttempt: job.attempt, named: after, using: &generator)
            return .waits(until: putBack(job, after: delay, at: now, &effects))
        case .snooze(let delay):
            job.attempt -= 1
            return .waits(until: putBack(job, after: min(delay, Self.longestSnooze), at: now, &effects))
        }
    }

    /// Makes the delayed jobs ready whose time has come, and notes when to look again.
    mutating func releaseDue(at now: Timestamp) -> (effects: Effects, next: Timestamp?) {
        var effects = Effects()
        while let job = delayed.popDue(at: now) { returned.append(job, readyAt: now) }
        serveWaiters(at: now, &effects)
        timerDeadline = delayed.earliest
        return (effects, timerDeadline)
    }

    /// Refuses new jobs and makes every delayed job ready.
    mutating func drain(at now: Timestamp) -> Effects {
        var effects = Effects()
        guard phase == .open else { return effects }
        phase = .draining
        while let job = delayed.popFirst() { returned.append(job, readyAt: now) }
        serveWaiters(at: now, &effects)
        return effects
    }

    /// Refuses new jobs and sends the waiting workers home.
    mutating func close(at now: Timestamp) -> Effects {
        var effects = Effects()
        phase = .closed
        serveWaiters(at: now, &effects)
        return effects
    }

    /// Puts the newest dead letter of that name back as a fresh job.
    mutating func revive(_ id: String, _ origin: String?, at now: Timestamp) -> (RevivalResult, Effects) {
        var effects = Effects()
        guard var job = dead.letter(id: id, origin: origin)?.job else { return (.notFound, effects) }
        if let refusal = refusal(of: job.payload.count, at: now) { return (.refused(refusal), effects) }
        dead.remove(id: id, origin: origin)
        job.attempt = 0
        bytes += job.payload.count
        // It was accepted before the fresh ones; among those that came back its age is seen by `snapshot`.
        returned.append(job, readyAt: now)
        serveWaiters(at: now, &effects)
        return (.revived(job), effects)
    }

    func snapshot(at now: Timestamp) -> QueueSnapshot {
        var snapshot = QueueSnapshot()
        snapshot.waiting = fresh.count + returned.count
        snapshot.delayed = delayed.count + leftOver.count
        snapshot.running = running.count
        snapshot.dead = dead.count
        snapshot.bytes = bytes
        snapshot.capacity = configuration.capacity
        snapshot.maximumBytes = configuration.maximumBytes
        snapshot.oldestAcceptedAt = [fresh.nextAcceptedAt, returned.oldestAcceptedAt].compactMap(\.self).min()
        snapshot.oldestReadyAt = [fresh.nextReadyAt, returned.nextReadyAt].compactMap(\.self).min()
        snapshot.drainRate = meter.rate(at: now)
        snapshot.isDraining = phase != .open
        return snapshot
    }
}
