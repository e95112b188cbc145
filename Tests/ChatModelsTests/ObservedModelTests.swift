import ChatModels
import HTTPClient
import Synchronization
import TestSupport
import Testing

/// Keeps what it is told.
private final class Recorder: ChatModelObserver {
    private let kept = Mutex<[ChatCallReport]>([])
    var reports: [ChatCallReport] { kept.withLock { $0 } }
    func callFinished(_ report: ChatCallReport) { kept.withLock { $0.append(report) } }
}

@Suite(.timeLimit(.minutes(1))) struct ObservedModelTests {
    @Test func `Every call is reported once, with tokens and cost or the reason it failed`() async throws {
        let price = TokenPrice(inputPerMillion: 1_000_000, outputPerMillion: 2_000_000)
        try await withModel(.text("hi"), .error(401), change: { $0.price = price }) { fixture in
            let recorder = Recorder()
            let model = ObservedModel(fixture.model, observer: recorder)
            _ = try await model.complete(ModelFixture.request)
            await #expect(throws: ChatModelError.self) { try await model.complete(ModelFixture.request) }
            let reports = recorder.reports
            #expect(reports.map(\.model) == ["judge", "judge"])
            #expect(reports.map(\.failure) == [nil, .unauthorized])
            #expect(reports.map(\.cost) == [20, nil])
            #expect(reports.map(\.promptTokens) == [10, nil])
            #expect(reports.map(\.completionTokens) == [5, nil])
            #expect(reports.allSatisfy { $0.duration > .zero })
        }
    }

    @Test func `What may not call is not passed on, and no call is reported`() async throws {
        try await withModel(.text("hi")) { fixture in
            let recorder = Recorder()
            var request = ModelFixture.request
            request.mayCall = false
            let error = await #expect(throws: ChatModelError.self) {
                try await ObservedModel(fixture.model, observer: recorder).complete(request)
            }
            #expect(error?.code == .notKept)
            #expect(fixture.fake.calls.isEmpty)
            #expect(recorder.reports.isEmpty)
        }
    }
}
