import TestSupport
import Testing
import Timing

@testable import WorkQueue

/// Moves jobs at random and compares the books after each move with a plain list of what should be inside.
struct RandomMovesTests {
    private struct Model {
        var sizes: [String: Int] = [:]
        var leases: [LeasedJob] = []
        var dead = 0
        var created = 0
    }

    @Test(arguments: 1...40)
    func `Whatever happens, each job is in one place and the bounds hold`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let clock = ManualClock()
        let configuration = MemoryQueueConfiguration(
            capacity: 12, maximumBytes: 400, retryPolicy: RetryPolicy(maximumAttempts: 3), deadLetterLimit: 1000)
        var state = MemoryQueueState(configuration, generator: SeededGenerator(seed: seed))
        var model = Model()
        for _ in 0..<400 {
            let now = clock.now()
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<3: enqueue(&state, &model, now, &random)
            case 3..<6:
                if let loan = state.lend(at: now) { model.leases.append(loan.lease) }
            case 6..<9: settle(&state, &model, now, &random)
            default:
                clock.advance(by: .milliseconds(Int64.random(in: 0...3000, using: &random)))
                _ = state.releaseDue(at: clock.now())
            }
            let snapshot = state.snapshot(at: now)
            #expect(snapshot.waiting + snapshot.delayed + snapshot.running == model.sizes.count)
            #expect(snapshot.running == model.leases.count)
            #expect(snapshot.bytes == model.sizes.values.reduce(0, +))
            #expect(snapshot.dead == model.dead)
            #expect(model.sizes.count <= 12 && snapshot.bytes <= 400)
        }
    }

    private func enqueue(
        _ state: inout MemoryQueueState, _ model: inout Model, _ now: Timestamp, _ random: inout SeededGenerator
    ) {
        let jobs = (0..<Int.random(in: 1...4, using: &random)).map { _ -> Job in
            model.created += 1
            return .make(id: "\(model.created)", size: Int.random(in: 0...90, using: &random))
        }
        for (job, result) in zip(jobs, state.admit(jobs, at: now).results) where result == .accepted {
            model.sizes[job.id] = job.payload.count
        }
    }

    private func settle(
        _ state: inout MemoryQueueState, _ model: inout Model, _ now: Timestamp, _ random: inout SeededGenerator
    ) {
        guard let index = model.leases.indices.randomElement(using: &random) else { return }
        let lease = model.leases.remove(at: index)
        let outcomes = [
            JobOutcome.completed, .discard(reason: "bad"), .retry(after: nil, reason: "busy"),
            .retry(after: .seconds(1), reason: "busy"), .snooze(.milliseconds(700)), .snooze(.zero),
        ]
        let outcome = outcomes.randomElement(using: &random) ?? .completed
        #expect(state.settle(lease.receipt, outcome, at: now) != nil)
        #expect(state.settle(lease.receipt, .completed, at: now) == nil, "a lease is settled once")
        let isDead =
            switch outcome {
            case .discard: true
            case .retry: lease.isLastAttempt
            default: false
            }
        model.dead += isDead ? 1 : 0
        if isDead || outcome == .completed { model.sizes[lease.job.id] = nil }
    }
}
