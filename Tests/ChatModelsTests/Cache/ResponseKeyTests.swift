import ChatModels
import Cryptography
import HTTPClient
import JSON
import Testing

struct ResponseKeyTests {
    private static let server = ModelProvider.openAI(model: "m-1")

    private static let full: ChatRequest = {
        var request = ChatRequest(
            messages: [
                ChatMessage(role: .system, content: "Judge."), ChatMessage(role: .user, content: "ab"),
            ],
            responseSchema: .init(name: "score", schema: ["type": "object"]), temperature: 0, maximumTokens: 10,
            seed: 1, topLogprobs: 5, judge: "tone", sample: 0)
        request.fence = "b"
        return request
    }()

    private static func key(_ change: (inout ChatRequest) -> Void) -> ResponseKey {
        var request = full
        change(&request)
        return ResponseKey(request, to: server)
    }

    @Test func `Whatever decides the reply is part of the key`() {
        let keys = [
            Self.key { _ in }, Self.key { $0.messages[0].role = .assistant },
            Self.key { $0.messages[1].content = "ac" },
            Self.key { $0.messages.removeFirst() }, Self.key { $0.messages.append($0.messages[1]) },
            Self.key { $0.responseSchema = nil }, Self.key { $0.responseSchema?.name = "scores" },
            Self.key { $0.responseSchema?.schema = ["type": "array"] }, Self.key { $0.temperature = nil },
            Self.key { $0.temperature = 0.1 }, Self.key { $0.maximumTokens = nil }, Self.key { $0.maximumTokens = 11 },
            Self.key { $0.seed = nil }, Self.key { $0.seed = 2 }, Self.key { $0.topLogprobs = nil },
            Self.key { $0.topLogprobs = 4 }, Self.key { $0.sample = 1 },
            // A value moved to the field beside it.
            Self.key {
                $0.maximumTokens = 1
                $0.seed = 10
            },
            // Two messages whose texts run together the same.
            Self.key {
                $0.messages[0].content = "Judge.a"
                $0.messages[1].content = "b"
            },
        ]
        #expect(Set(keys).count == keys.count)
        #expect(keys.allSatisfy { $0.bytes.count == 32 })
    }

    @Test func `Who serves the model is part of the key`() {
        let credentials = AWSCredentials(accessKeyID: "A", secretAccessKey: Secret("s"), sessionToken: nil)
        let providers: [ModelProvider] = [
            .openAI(model: "m-1"), .openAI(model: "m-2"), .openAI(model: "m-1", baseURL: "http://127.0.0.1/v1"),
            .anthropic(model: "m-1", apiKey: nil), .gemini(model: "m-1", apiKey: nil),
            .azure(deployment: "m-1", baseURL: "https://a.example", apiKey: Secret("k")),
            .azure(deployment: "m-1", baseURL: "https://b.example", apiKey: Secret("k")),
            .bedrock(model: "m-1", region: "eu-central-1", credentials: credentials),
            .bedrock(model: "m-1", region: "us-east-1", credentials: credentials),
        ]
        #expect(Set(providers.map { ResponseKey(Self.full, to: $0) }).count == providers.count)
    }

    @Test func `For which account it is asked is part of the key`() {
        func bedrock(_ id: String, _ secret: String, _ token: String?) -> ModelProvider {
            let credentials = AWSCredentials(
                accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: token.map { Secret($0) })
            return .bedrock(model: "m-1", region: "eu-central-1", credentials: credentials)
        }
        let providers: [ModelProvider] = [
            .openAI(model: "m-1"), .openAI(model: "m-1", apiKey: Secret("a")),
            .openAI(model: "m-1", apiKey: Secret("b")),
            bedrock("A", "s", nil), bedrock("A", "t", nil), bedrock("As", "", nil),
        ]
        #expect(Set(providers.map { ResponseKey(Self.full, to: $0) }).count == providers.count)
        let session = ResponseKey(Self.full, to: bedrock("A", "s", "hourly"))
        #expect(session == ResponseKey(Self.full, to: bedrock("A", "s", nil)))
    }

    @Test func `Over what connection it is asked is part of the key`() {
        let changes: [(inout ConnectionProfile) -> Void] = [
            { _ in }, { $0.verifiesServer = false }, { $0.caFile = "/a.pem" }, { $0.clientCertificate = "/a.pem" },
            { $0.proxy = ConnectionProfile.Proxy(url: "http://proxy.example") },
        ]
        let keys = changes.map { change in
            var connection = ConnectionProfile()
            change(&connection)
            return ResponseKey(Self.full, to: Self.server, over: connection)
        }
        #expect(Set(keys).count == changes.count)
        #expect(keys[0] == Self.key { _ in })
    }

    @Test func `Who asks is not`() {
        let plain = Self.key { _ in }
        #expect(Self.key { $0.judge = "joy" } == plain)
        #expect(Self.key { $0.takesKeptReply = false } == plain)
    }

    @Test func `The fence is one word whatever it is, and no other text can pass for it`() {
        func fenced(_ text: String, _ fence: String?) -> ResponseKey {
            var request = ChatRequest.asking(text)
            request.fence = fence
            return ResponseKey(request, to: Self.server)
        }
        let plain = fenced("BEGIN t1 x END t1", "t1")
        #expect(fenced("BEGIN t2 x END t2", "t2") == plain)
        #expect(fenced("BEGIN tt x END tt", "tt") == plain)
        let others = [
            fenced("BEGIN t1 x END t1", nil), fenced("BEGIN t1 y END t1", "t1"),
            fenced("BEGIN t1 x END t2", "t1"), fenced("BEGIN  x END ", "t1"), fenced("BEGIN t1t1 x END ", "t1"),
            fenced("BEGIN t1 x t1 END t1", "t1"), fenced("t1BEGIN  x END t1", "t1"), fenced("", "t1"), fenced("", nil),
        ]
        #expect(!others.contains(plain))
        #expect(fenced("BEGIN t1 x END t1", "t2") == others[0], "a fence that is not in the text is none")
        #expect(Set(others).count == others.count - 1, "an empty text without fence is one with any")
    }
}
