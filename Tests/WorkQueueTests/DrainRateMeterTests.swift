import Testing
import Timing

@testable import WorkQueue

struct DrainRateMeterTests {
    private let start = Timestamp(seconds: 1_795_251_600)

    @Test func `Nothing settled is a rate of zero`() {
        #expect(DrainRateMeter().rate(at: start) == 0)
    }

    @Test func `A steady stream is measured at its pace, from the first seconds on`() {
        var meter = DrainRateMeter()
        for step in 0..<600 {
            let now = start + .milliseconds(step * 50)
            meter.record(at: now)
            if step >= 40 { #expect(abs(meter.rate(at: now) - 20) < 1.1, "step \(step)") }
        }
    }

    @Test func `What left more than ten seconds ago is forgotten`() {
        var meter = DrainRateMeter()
        meter.record(100, at: start)
        #expect(meter.rate(at: start + .seconds(9)) > 11)
        #expect(meter.rate(at: start + .seconds(10)) == 0)
        #expect(meter.rate(at: start + .seconds(100_000)) == 0)
    }

    @Test func `An idle time before the first job does not dilute the rate`() {
        var meter = DrainRateMeter()
        meter.record(50, at: start)
        let later = start + .seconds(60)
        meter.record(10, at: later)
        meter.record(10, at: later + .seconds(1))
        #expect(meter.rate(at: later + .seconds(1)) == 20)
    }

    @Test func `A few jobs in the first instant are no huge rate`() {
        var meter = DrainRateMeter()
        meter.record(3, at: start)
        #expect(meter.rate(at: start) == 3)
    }

    @Test func `A clock set back does not stop the measurement`() {
        var meter = DrainRateMeter()
        meter.record(10, at: start)
        meter.record(10, at: start - .seconds(3))
        #expect(meter.rate(at: start) == 20)
        meter.record(7, at: start - .seconds(3600))
        #expect(meter.rate(at: start - .seconds(3600)) == 7)
    }
}
