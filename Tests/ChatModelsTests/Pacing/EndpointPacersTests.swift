import Cryptography
import TestSupport
import Testing

@testable import ChatModels

struct EndpointPacersTests {
    private let pacers = EndpointPacers(time: ManualClock())

    private static func openAI(_ model: String = "m", url: String = "http://h/v1", key: String? = "k") -> ModelProvider
    {
        .openAI(model: model, baseURL: url, apiKey: key.map { Secret($0) })
    }

    @Test func `Models with the same URL, model and credentials share a pacer, others do not`() {
        var plan = pacers.plan()
        let first = plan.add("a", at: Self.openAI(), limits: PacingLimits())
        #expect(plan.add("b", at: Self.openAI(url: "http://h/v1/"), limits: PacingLimits()) === first)
        for other in [Self.openAI("n"), Self.openAI(url: "http://i/v1"), Self.openAI(key: "l"), Self.openAI(key: nil)] {
            #expect(plan.add("c", at: other, limits: PacingLimits()) !== first)
        }
    }

    @Test func `Where models share an endpoint the lowest of their limits hold, under the first one's name`() {
        var plan = pacers.plan()
        _ = plan.add("b", at: Self.openAI(), limits: PacingLimits(maximumConcurrency: 9, requestsPerMinute: 5))
        _ = plan.add("a", at: Self.openAI(), limits: PacingLimits(maximumConcurrency: 4, tokensPerMinute: 7))
        _ = plan.add("c", at: Self.openAI("n"), limits: PacingLimits(maximumConcurrency: 2))
        pacers.putInForce(plan)
        #expect(pacers.snapshots.map(\.model) == ["b", "c"])
        #expect(pacers.snapshots.map(\.snapshot.limit) == [4, 2])
        #expect(
            plan.entries.values.map(\.limits).contains(
                PacingLimits(maximumConcurrency: 4, requestsPerMinute: 5, tokensPerMinute: 7)))
    }

    @Test func `The next configuration keeps a pacer with what it has learned, and takes other limits only in force`() {
        var plan = pacers.plan()
        let kept = plan.add("a", at: Self.openAI(), limits: PacingLimits(maximumConcurrency: 8))
        _ = plan.add("b", at: Self.openAI("n"), limits: PacingLimits())
        pacers.putInForce(plan)
        var next = pacers.plan()
        #expect(next.add("renamed", at: Self.openAI(), limits: PacingLimits(maximumConcurrency: 3)) === kept)
        #expect(kept.snapshot.limit == 8)
        pacers.putInForce(next)
        #expect(kept.snapshot.limit == 3)
        #expect(pacers.snapshots.map(\.model) == ["renamed"])
    }

    @Test func `The text of a key is in no endpoint`() {
        let endpoint = ModelEndpoint(Self.openAI(key: "sk-very-secret"))
        var text = ""
        dump(endpoint, to: &text)
        #expect(!text.contains("secret"))
        #expect(text.contains("http://h/v1/chat/completions"))
    }
}
