import Evaluation
import JSON
import Testing

@testable import Service

struct OfflineFaultsTests {
    @Test(arguments: [
        (TraceSourceError.Code.unavailable, true), (.rateLimited, true), (.unauthorized, true), (.notFound, false),
        (.malformed, false),
    ])
    func `A trace that Langfuse could not give now is no fault of its line`(
        _ code: TraceSourceError.Code, _ isTransient: Bool
    ) {
        var faults = OfflineFaults()
        faults.add(TraceSourceError(code: code, message: "m"))
        #expect(faults.transient == (isTransient ? 1 : 0))
        #expect(faults.bad == (isTransient ? 0 : 1))
    }

    @Test func `A line that is none is bad, and one whose judge was away is not`() {
        var faults = OfflineFaults()
        faults.add(JSONReadError(pointer: "", message: "no trace"))
        #expect(faults.bad == 1)
        for code in [GradeFailure.Code.unavailable, .missingInput] {
            let failure = GradeFailure(code: code, message: "m")
            let row = OfflineGrader.Row(
                target: Target(traceID: "t"), grader: "g", name: "g", outcome: .failed(failure), score: nil)
            faults.add([row, row])
        }
        #expect(faults.transient == 1)
    }
}
