import ChatModels
import Synchronization
import Testing

/// Keeps what it is told.
private final class Recorder: ChatModelObserver {
    private let kept = Mutex<[ChatCallReport]>([])
    var reports: [ChatCallReport] { kept.withLock { $0 } }
    func callFinished(_ report: ChatCallReport) { kept.withLock { $0.append(report) } }
}

/// Fails.
private struct FailingModel: EmbeddingModel {
    let name = "vectors"
    func embed(_ request: EmbeddingRequest) async throws(ChatModelError) -> EmbeddingReply {
        throw ChatModelError(code: .unauthorized, message: "no")
    }
}

@Suite struct MockEmbeddingModelTests {
    @Test func `The same text has the same vector, another text another one, each of length 1`() async throws {
        let texts = (0..<200).map { "text \($0)" }
        let model = MockEmbeddingModel(name: "mock")
        let vectors = try await model.embed(EmbeddingRequest(texts: texts)).vectors
        #expect(try await model.embed(EmbeddingRequest(texts: texts)).vectors == vectors)
        #expect(Set(vectors).count == 200)
        for vector in vectors {
            let square = vector.reduce(0) { $0 + Double($1) * Double($1) }
            #expect(abs(square - 1) < 1e-6)
        }
    }

    @Test func `Every call is reported once, with the judge, and tokens or the reason it failed`() async throws {
        let recorder = Recorder()
        let request = EmbeddingRequest(texts: ["eight by"], judge: "closeness")
        _ = try await ObservedEmbeddingModel(MockEmbeddingModel(name: "m"), observer: recorder).embed(request)
        await #expect(throws: ChatModelError.self) {
            try await ObservedEmbeddingModel(FailingModel(), observer: recorder).embed(request)
        }
        let reports = recorder.reports
        #expect(reports.map(\.model) == ["m", "vectors"])
        #expect(reports.map(\.judge) == ["closeness", "closeness"])
        #expect(reports.map(\.failure) == [nil, .unauthorized])
        #expect(reports.map(\.promptTokens) == [2, nil] && reports.map(\.cost) == [0, nil])
    }
}
