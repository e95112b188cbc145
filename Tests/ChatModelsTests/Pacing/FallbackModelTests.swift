import Synchronization
import Testing

@testable import ChatModels

/// A model that ends every call in one way, and counts them.
private final class ScriptedModel: ChatModel {
    let name: String
    var identity: String { "test/\(name)" }
    private let result: Result<ChatReply, ChatModelError>
    private let count = Mutex(0)

    init(_ name: String, failing code: ChatModelError.Code? = nil, retryAfter: Duration? = nil) {
        self.name = name
        result =
            code.map { .failure(ChatModelError(code: $0, message: "\(name): \($0)", retryAfter: retryAfter)) }
            ?? .success(ChatReply(text: "hi", model: "\(name)-2026"))
    }

    var calls: Int { count.withLock { $0 } }

    func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        count.withLock { $0 += 1 }
        return try result.get()
    }
}

struct FallbackModelTests {
    private static let request = ChatRequest(messages: [])

    /// The codes after which another model is asked.
    private static let passedOn: Set<ChatModelError.Code> = [
        .unavailable, .timeout, .rateLimited, .quotaExhausted, .unauthorized,
    ]

    @Test(arguments: ChatModelError.Code.allCases)
    func `Another model is asked after faults of the server, not after those of the request`(
        code: ChatModelError.Code
    ) async {
        let first = ScriptedModel("a", failing: code)
        let second = ScriptedModel("b")
        let model = FallbackModel(first, fallbacks: [second])
        if Self.passedOn.contains(code) {
            #expect(await Self.outcome(model) == .success("b-2026"))
            #expect(second.calls == 1)
        } else {
            #expect(await Self.outcome(model) == .failure(ChatModelError(code: code, message: "a: \(code)")))
            #expect(second.calls == 0)
        }
        #expect(model.name == "a")
    }

    @Test func `They are asked in order, and no further than the one that answers`() async {
        let models = [
            ScriptedModel("a", failing: .timeout), ScriptedModel("b", failing: .unauthorized), ScriptedModel("c"),
            ScriptedModel("d"),
        ]
        let model = FallbackModel(models[0], fallbacks: Array(models.dropFirst()))
        #expect(await Self.outcome(model) == .success("c-2026"))
        #expect(models.map(\.calls) == [1, 1, 1, 0])
    }

    @Test func `When none answers the error names all, and may pass if one of theirs may`() async {
        let model = FallbackModel(
            ScriptedModel("a", failing: .unavailable, retryAfter: .seconds(5)),
            fallbacks: [
                ScriptedModel("b", failing: .rateLimited, retryAfter: .seconds(3)),
                ScriptedModel("c", failing: .unauthorized),
            ])
        #expect(
            await Self.outcome(model)
                == .failure(
                    ChatModelError(
                        code: .unavailable, message: "a: unavailable; b: rateLimited; c: unauthorized",
                        retryAfter: .seconds(3))))
    }

    @Test func `What a later model refuses is refused`() async {
        let model = FallbackModel(
            ScriptedModel("a", failing: .timeout),
            fallbacks: [ScriptedModel("b", failing: .refused), ScriptedModel("c")])
        #expect(
            await Self.outcome(model)
                == .failure(ChatModelError(code: .refused, message: "a: timeout; b: refused")))
    }

    private static func outcome(_ model: FallbackModel) async -> Result<String, ChatModelError> {
        do throws(ChatModelError) {
            return .success(try await model.complete(request).model)
        } catch {
            return .failure(error)
        }
    }
}
