import Evaluation
import JSON
import TestSupport
import Testing
import WorkQueue

@testable import Service

struct RetryMemoryTests {
    private struct Silent: Grader {
        var scale: Scale { Scale(.numeric(0...1)) }
        var requiredFields: [Sample.Field] { [] }
        func grade(_ sample: Sample) async -> GradeOutcome { .skipped("silent") }
    }

    private static func result(_ comment: String) -> GraderResult {
        GraderResult(
            grader: ConfiguredGrader(name: "g", kind: "silent", grader: .grader(Silent())),
            outcome: .graded(Grade(.boolean(true), comment: comment)), isRequested: true)
    }

    private static func job(_ serial: Int64) -> Job {
        var job = Job.make()
        job.serial = serial
        return job
    }

    @Test func `Jobs of one id are told apart, and forgotten one by one`() {
        let memory = RetryMemory()
        memory.remember([Self.result("one")], of: Self.job(1), generation: 0)
        memory.remember([Self.result("two")], of: Self.job(2), generation: 0)
        #expect(memory.outcomes(of: Self.job(1), generation: 0) == ["g": Self.result("one").outcome])
        #expect(memory.outcomes(of: Self.job(2), generation: 0) == ["g": Self.result("two").outcome])
        #expect(memory.outcomes(of: Self.job(2), generation: 1).isEmpty, "a reload may have changed the grader")
        memory.forget(Self.job(1))
        #expect(memory.count == 1)
    }

    @Test func `What there is no room for is asked again`() {
        let memory = RetryMemory(maximumBytes: 2_000)
        let long = Self.result(String(repeating: "x", count: 1_000))
        memory.remember([long], of: Self.job(1), generation: 0)
        memory.remember([long], of: Self.job(1), generation: 0)
        memory.remember([long], of: Self.job(2), generation: 0)
        #expect(memory.count == 1)
        #expect(memory.outcomes(of: Self.job(2), generation: 0).isEmpty)
        memory.forget(Self.job(1))
        memory.remember([long], of: Self.job(2), generation: 0)
        #expect(memory.count == 1)
    }
}
