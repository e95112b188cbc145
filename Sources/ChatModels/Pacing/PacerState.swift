import HTTPClient
import Timing

/// What a pacer knows of its endpoint, and who waits for it. Methods return what is to be done once the lock is released.
struct PacerState: Sendable {
    /// What one who asks for a place is to do.
    enum Entry: Sendable {
        case go(PacerPlace)
        /// Wait until then and ask again.
        case sleep(until: Timestamp)
        /// Get in line; `outlastsOthers` says whether its time may be over before another call must have ended.
        case queue(outlastsOthers: Bool)
        case refused(PacingRefusal)
    }

    /// What one in the line is told.
    enum Call: Sendable {
        case go(PacerPlace)
        /// Something has changed: ask again.
        case askAgain
        case refused(PacingRefusal)
    }

    /// One in the line.
    struct Waiter: Sendable {
        let call: PacedCall
        let continuation: CheckedContinuation<Call, Never>
    }

    /// One in the line, and what it is told.
    typealias Wake = (waiter: Waiter, call: Call)

    /// The longest the server's word keeps everybody away; then a call tries again.
    private static let longestPause = Duration.seconds(600)
    /// How late one in the line may hear that its time is over.
    private static let tolerance = Duration.milliseconds(100)

    private(set) var inFlight = 0
    private(set) var limit: AdaptiveLimit
    private(set) var circuit = CircuitBreaker()
    private(set) var pausedUntil = Timestamp(microseconds: .min)
    private var limits: PacingLimits
    private var requests: TokenBucket?
    private var tokens: TokenBucket?
    private var budget: RetryBudget
    private var line = WaitingLine<Waiter>()
    private var arrivals: UInt64 = 0
    /// The latest deadline of all calls that ever came.
    private var latestDeadline = Timestamp(microseconds: .min)

    /// How many wait in the line.
    var waiting: Int { line.count }

    init(_ limits: PacingLimits, now: Timestamp) {
        self.limits = limits
        limit = AdaptiveLimit(maximum: limits.maximumConcurrency)
        budget = RetryBudget(maximumConcurrency: limits.maximumConcurrency)
        requests = limits.requestsPerMinute.map { TokenBucket(perMinute: $0, now: now) }
        tokens = limits.tokensPerMinute.map { TokenBucket(perMinute: $0, now: now) }
    }

    /// Decides about a call that wants a place for its next attempt.
    mutating func enter(_ call: inout PacedCall, now: Timestamp) -> Entry {
        if call.number == 0 {
            arrivals += 1
            call.number = arrivals
            budget.callBegan(now)
            // Also when it only sleeps for now: it may have a place later that others wait for.
            latestDeadline = max(latestDeadline, call.deadline)
        }
        let entry = admit(&call, now)
        if case .refused = entry { giveBack(call) }
        return entry
    }

    /// Puts a call into the line, unless it can be told something at once.
    mutating func join(_ waiter: Waiter, now: Timestamp) -> Call? {
        guard pausedUntil <= now, !circuit.isOpen else { return .askAgain }
        guard inFlight >= limit.value else { return .go(place(for: waiter.call)) }
        line.join(waiter.call.number, waiter)
        return nil
    }

    /// Takes a call out of the line; nil when it is not there any more.
    mutating func quit(_ number: UInt64) -> Waiter? {
        guard let waiter = line.remove(number) else { return nil }
        giveBack(waiter.call)
        return waiter
    }

    /// Gives back what a call was given for an attempt that is not made.
    mutating func giveBack(_ call: PacedCall) {
        guard call.isPaidFor else { return }
        requests?.give(1)
        tokens?.give(call.tokens)
    }

    /// Takes a place back and learns from how the attempt ended. Returns those who are to be woken.
    mutating func leave(_ place: PacerPlace, _ end: AttemptEnd, now: Timestamp) -> [Wake] {
        learn(place, end, now)
        inFlight -= 1
        return wake(now)
    }

    /// Whether one more retry is within the budget of all calls.
    mutating func takeRetry(_ now: Timestamp) -> Bool { budget.takeRetry(now) }

    /// Takes other limits; what was learned stays. Returns those who are to be woken.
    mutating func set(_ new: PacingLimits, now: Timestamp) -> [Wake] {
        guard new != limits else { return [] }
        limit.set(maximum: new.maximumConcurrency)
        budget.set(maximumConcurrency: new.maximumConcurrency)
        requests = Self.bucket(requests, new.requestsPerMinute, now)
        tokens = Self.bucket(tokens, new.tokensPerMinute, now)
        limits = new
        return wake(now)
    }

    private mutating func admit(_ call: inout PacedCall, _ now: Timestamp) -> Entry {
        if let rest = circuit.rest(now) { return .refused(circuitOpen(rest)) }
        guard call.deadline > now else { return .refused(.noPlace) }
        if pausedUntil > now {
            let wait = PacingRefusal.wait(pausedUntil - now, for: .server)
            return pausedUntil < call.deadline ? .sleep(until: pausedUntil) : .refused(wait)
        }
        if !call.isPaidFor, let entry = pay(&call, now) { return entry }
        if inFlight < limit.value { return .go(place(for: call)) }
        // Only one may try a server that was away, so that nobody lines up behind it.
        guard !circuit.isOpen else { return .refused(circuitOpen(.zero)) }
        return .queue(outlastsOthers: call.deadline + Self.tolerance < latestDeadline)
    }

    /// Takes the coming attempt out of the rates. Nil when there was enough, else what the call is to do.
    private mutating func pay(_ call: inout PacedCall, _ now: Timestamp) -> Entry? {
        let forRequest = requests?.wait(for: 1, now: now) ?? .zero
        let forTokens = tokens?.wait(for: call.tokens, now: now) ?? .zero
        let wait = max(forRequest, forTokens)
        guard now + wait < call.deadline else {
            return .refused(.wait(wait, for: forRequest < forTokens ? .tokensPerMinute : .requestsPerMinute))
        }
        requests?.take(1)
        tokens?.take(call.tokens)
        call.isPaidFor = true
        return wait > .zero ? .sleep(until: now + wait) : nil
    }

    private mutating func place(for call: PacedCall) -> PacerPlace {
        inFlight += 1
        if circuit.isOpen { circuit.tryBegan() }
        return PacerPlace(round: limit.round, isTry: circuit.isOpen, tokens: call.tokens)
    }

    private mutating func learn(_ place: PacerPlace, _ end: AttemptEnd, _ now: Timestamp) {
        if let used = end.tokens { tokens?.give(place.tokens - used) }
        if end.isOutage {
            circuit.failed(end.reason, isTry: place.isTry, now: now)
        } else if end.kind != .abandoned {
            circuit.answered()
        } else if place.isTry {
            circuit.tryAbandoned(now)
        }
        if let wait = end.wait, wait > .zero {
            pausedUntil = max(pausedUntil, now + min(wait, Self.longestPause))
            limit.paused(round: place.round, isRefusal: end.kind != .answered)
        } else if end.isOverload {
            limit.overloaded(round: place.round)
        } else if end.kind == .answered {
            limit.succeeded(round: place.round, inFlight: inFlight)
        }
    }

    private mutating func wake(_ now: Timestamp) -> [Wake] {
        if pausedUntil > now || circuit.isOpen { return line.removeAll().map { ($0, .askAgain) } }
        var woken: [Wake] = []
        while inFlight < limit.value, let waiter = line.removeFirst() {
            if waiter.call.deadline > now {
                woken.append((waiter, .go(place(for: waiter.call))))
            } else {
                giveBack(waiter.call)
                woken.append((waiter, .refused(.noPlace)))
            }
        }
        return woken
    }

    private func circuitOpen(_ rest: Duration) -> PacingRefusal {
        .circuitOpen(rest: rest, failures: circuit.failures, since: circuit.since, reason: circuit.reason)
    }

    private static func bucket(_ old: TokenBucket?, _ perMinute: Int?, _ now: Timestamp) -> TokenBucket? {
        perMinute.map { old?.with(perMinute: $0, now: now) ?? TokenBucket(perMinute: $0, now: now) }
    }
}
