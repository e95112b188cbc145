import TestSupport
import Testing
import Timing

@testable import ChatModels

/// Places, their order, and waits, without a server.
@Suite(.timeLimit(.minutes(1))) struct EndpointPacerTests {
    private let clock = ManualClock()

    private func pacer(_ places: Int = 1, requests: Int? = nil, tokens: Int? = nil) -> EndpointPacer {
        EndpointPacer(
            PacingLimits(maximumConcurrency: places, requestsPerMinute: requests, tokensPerMinute: tokens), time: clock)
    }

    private func call(_ tokens: Int = 0, in time: Duration = .seconds(60)) -> PacedCall {
        PacedCall(tokens: tokens, deadline: clock.now() + time)
    }

    /// Takes a place; nil when none is given.
    private func place(_ pacer: EndpointPacer, _ call: PacedCall) async -> PacerPlace? {
        var call = call
        return try? await pacer.enter(&call)
    }

    /// Asks for a place and returns why none is given.
    private func refusal(_ pacer: EndpointPacer, _ call: PacedCall) async -> PacingRefusal? {
        var call = call
        do throws(PacingRefusal) {
            _ = try await pacer.enter(&call)
            return nil
        } catch {
            return error
        }
    }

    private func waitForLine(_ pacer: EndpointPacer, _ count: Int) async throws {
        try await eventually("\(count) in line") { pacer.snapshot.waiting == count }
    }

    @Test func `Places go to whoever came first, and a retry keeps its place in the order`() async throws {
        let pacer = pacer()
        var old = call()
        let first = try await pacer.enter(&old)
        let order = Journal()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...3 {
                group.addTask {
                    let place = try #require(await place(pacer, call()))
                    order.note(number)
                    pacer.leave(place, AttemptEnd(kind: .answered))
                }
                try await waitForLine(pacer, number)
            }
            // The call that has had the place stands in line once more, before all others.
            let again = old
            group.addTask {
                let place = try #require(await place(pacer, again))
                order.note(0)
                pacer.leave(place, AttemptEnd(kind: .answered))
            }
            try await waitForLine(pacer, 4)
            pacer.leave(first, AttemptEnd(kind: .failed))
            try await group.waitForAll()
        }
        #expect(order.notes == [0, 1, 2, 3])
        #expect(pacer.snapshot.inFlight == 0)
    }

    @Test func `A cancelled call leaves the line, and one cancelled before takes no place`() async throws {
        let pacer = pacer()
        let held = try #require(await place(pacer, call()))
        let waiter = Task { await refusal(pacer, call()) }
        try await waitForLine(pacer, 1)
        waiter.cancel()
        #expect(await waiter.value == .cancelled)
        #expect(pacer.snapshot.waiting == 0)
        pacer.leave(held, AttemptEnd(kind: .answered))
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await refusal(pacer, call())
        }
        #expect(await early.value == .cancelled)
        #expect(pacer.snapshot.inFlight == 0)
    }

    @Test func `One whose time is over in the line is sent away when its turn comes`() async throws {
        let pacer = pacer()
        let held = try #require(await place(pacer, call()))
        let waiter = Task { await refusal(pacer, call(in: .seconds(60))) }
        try await waitForLine(pacer, 1)
        clock.advance(by: .seconds(61))
        pacer.leave(held, AttemptEnd(kind: .timedOut))
        #expect(await waiter.value == .noPlace)
        #expect(pacer.snapshot.inFlight == 0)
    }

    @Test func `One with less time than the calls before it hears in time that it is over`() async throws {
        let pacer = pacer()
        let held = try #require(await place(pacer, call(in: .seconds(600))))
        let waiter = Task { await refusal(pacer, call(in: .seconds(5))) }
        await clock.waitForSleepers(1)
        try await waitForLine(pacer, 1)
        clock.advance(by: .seconds(5))
        #expect(await waiter.value == .noPlace)
        pacer.leave(held, AttemptEnd(kind: .answered))
    }

    @Test func `One that waits for the server may hold a place later, and others with less time know it`() {
        let now = clock.now()
        var state = PacerState(PacingLimits(maximumConcurrency: 1), now: now)
        var (first, short, holder) = (call(in: .seconds(9)), call(in: .seconds(9)), call(in: .seconds(9)))
        var long = call(in: .seconds(600))
        guard case .go(let place) = state.enter(&first, now: now) else {
            Issue.record("the place is free")
            return
        }
        _ = state.leave(place, AttemptEnd(kind: .rateLimited, wait: .seconds(1)), now: now)
        guard case .sleep(let end) = state.enter(&long, now: now), case .go = state.enter(&holder, now: end),
            case .queue(let outlastsOthers) = state.enter(&short, now: end)
        else {
            Issue.record("one sleeps, one goes, one waits")
            return
        }
        #expect(outlastsOthers)
    }

    @Test func `When the server says wait, everybody waits, and then they come back a few at a time`() async throws {
        let pacer = pacer(40)
        let first = try #require(await place(pacer, call()))
        pacer.leave(first, AttemptEnd(kind: .rateLimited, wait: .seconds(9)))
        #expect(pacer.snapshot.pause == .seconds(9))
        await withTaskGroup(of: PacerPlace?.self) { group in
            for _ in 0..<40 { group.addTask { await place(pacer, call()) } }
            await clock.waitForSleepers(40)
            #expect(pacer.snapshot.inFlight == 0)
            clock.advance(by: .seconds(9))
            // Half of forty is where it stood too high; a tenth of that begins.
            try? await waitForLine(pacer, 38)
            #expect(pacer.snapshot.inFlight == 2)
            var peak = 0
            for await place in group {
                guard let place else { continue }
                peak = max(peak, pacer.snapshot.inFlight)
                pacer.leave(place, AttemptEnd(kind: .answered))
            }
            #expect(peak <= 20)
        }
        #expect(pacer.snapshot.inFlight == 0)
        #expect(pacer.snapshot.limit == 20)
    }

    @Test func `Those in line when the server says wait do so too, and one without the time fails at once`()
        async throws
    {
        let pacer = pacer()
        let held = try #require(await place(pacer, call()))
        let patient = Task { await place(pacer, call(in: .seconds(60))) }
        try await waitForLine(pacer, 1)
        let hasty = Task { await refusal(pacer, call(in: .seconds(59))) }
        try await waitForLine(pacer, 2)
        pacer.leave(held, AttemptEnd(kind: .overloaded, wait: .milliseconds(59_500)))
        #expect(await hasty.value == .wait(.milliseconds(59_500), for: .server))
        await clock.waitForSleepers(1)
        clock.advance(by: .milliseconds(59_500))
        #expect(await patient.value != nil)
    }

    @Test func `Requests go at their rate, and one that cannot go in time fails at once with the wait`() async throws {
        let pacer = pacer(100, requests: 60)
        for _ in 0..<6 { #expect(await place(pacer, call()) != nil) }
        let next = Task { await place(pacer, call()) }
        await clock.waitForSleepers(1)
        #expect(await refusal(pacer, call(in: .seconds(2))) == .wait(.seconds(2), for: .requestsPerMinute))
        clock.advance(by: .milliseconds(999))
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .milliseconds(1))
        #expect(await next.value != nil)
    }

    @Test func `Tokens are taken as estimated and put right by the reply`() async throws {
        let pacer = pacer(100, tokens: 60_000)
        let place = try #require(await place(pacer, call(6_000)))
        #expect(await refusal(pacer, call(1_000, in: .seconds(1))) == .wait(.seconds(1), for: .tokensPerMinute))
        pacer.leave(place, AttemptEnd(kind: .answered, tokens: 5_000))
        let second = try #require(await self.place(pacer, call(1_000, in: .seconds(1))))
        pacer.leave(second, AttemptEnd(kind: .answered, tokens: 3_000))
        #expect(await refusal(pacer, call(0, in: .seconds(1))) == .wait(.seconds(2), for: .tokensPerMinute))
    }

    @Test func `A call given up while it waits for its rate gives back what it took`() async throws {
        let pacer = pacer(100, requests: 60)
        for _ in 0..<6 { #expect(await place(pacer, call()) != nil) }
        let waiter = Task { await refusal(pacer, call()) }
        await clock.waitForSleepers(1)
        waiter.cancel()
        #expect(await waiter.value == .cancelled)
        #expect(await refusal(pacer, call(in: .milliseconds(1))) == .wait(.seconds(1), for: .requestsPerMinute))
    }

    @Test func `A server that is away is left alone, those in line included, and one call tries it`() async throws {
        let pacer = pacer(1)
        let since = clock.now()
        for _ in 0..<9 {
            let place = try #require(await place(pacer, call()))
            pacer.leave(place, AttemptEnd(kind: .failed, reason: "answered 502"))
        }
        let last = try #require(await place(pacer, call()))
        let waiter = Task { await refusal(pacer, call()) }
        try await waitForLine(pacer, 1)
        pacer.leave(last, AttemptEnd(kind: .failed, reason: "connect"))
        let open = PacingRefusal.circuitOpen(rest: .seconds(5), failures: 10, since: since, reason: "connect")
        #expect(await waiter.value == open)
        #expect(await refusal(pacer, call()) == open)
        #expect(pacer.snapshot.circuit == .open)
        clock.advance(by: .seconds(5))
        #expect(pacer.snapshot.circuit == .halfOpen)
        let attempt = try #require(await place(pacer, call()))
        #expect(await refusal(pacer, call()) != nil)
        pacer.leave(attempt, AttemptEnd(kind: .answered))
        #expect(pacer.snapshot.circuit == .closed)
        #expect(pacer.snapshot.outage == nil)
        #expect(await place(pacer, call()) != nil)
    }

    @Test func `More places let those in at once who wait for them`() async throws {
        let pacer = pacer(1)
        _ = try #require(await place(pacer, call()))
        let waiters = (0..<3).map { _ in Task { await place(pacer, call()) } }
        try await waitForLine(pacer, 3)
        pacer.set(PacingLimits(maximumConcurrency: 4))
        for waiter in waiters { #expect(await waiter.value != nil) }
        #expect(pacer.snapshot.inFlight == 4)
    }

    @Test(arguments: [1, 3, 16])
    func `However calls are cancelled, no more are under way than may be, and none is lost`(
        places: Int
    ) async throws {
        let pacer = pacer(places)
        let inside = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<400 {
                let task = Task {
                    guard let place = await place(pacer, call()) else { return }
                    inside.increment()
                    for _ in 0..<Int.random(in: 0...3) { await Task.yield() }
                    inside.decrement()
                    pacer.leave(place, AttemptEnd(kind: .answered))
                }
                group.addTask {
                    for _ in 0..<Int.random(in: 0...20) { await Task.yield() }
                    if Bool.random() { task.cancel() }
                    await task.value
                }
            }
        }
        #expect(inside.peak <= places)
        #expect(inside.value == 0)
        #expect(pacer.snapshot.inFlight == 0)
        #expect(pacer.snapshot.waiting == 0)
    }
}
