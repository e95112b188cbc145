import ChatModels
import HTTPServer
import JSON
import TestSupport
import Testing

/// How the server of one provider speaks, for tests: it reads that provider's requests and words its answers.
protocol ProviderStandIn: Sendable, CustomTestStringConvertible {
    /// The ways in which the provider can be asked for a form, the strictest first.
    var ladder: [ReplyFormat] { get }
    /// Where requests must go.
    var path: String { get }
    /// Whether the provider takes a seed.
    var takesSeed: Bool { get }
    /// Whether the provider tells the probabilities of tokens.
    var tellsLogprobs: Bool { get }

    /// The provider as it is configured, behind the server at `root`.
    func provider(root: String) -> ModelProvider
    /// Whether a call says who asks as this provider wants it.
    func isAuthorized(_ call: ProviderCall) -> Bool
    /// What a call asks.
    func question(_ body: JSONValue) -> ProviderQuestion
    /// A reply in this provider's words.
    func answer(_ reply: ScriptedReply) -> FakeModelAnswer
    /// A fault in this provider's words.
    func answer(_ fault: ScriptedFault) -> FakeModelAnswer
}

/// One call as it came over the wire.
struct ProviderCall: Sendable {
    var path: String
    var query: [String]
    var headers: HTTPHeaders
    var body: JSONValue
}

/// What a call asks, in the words of no provider.
struct ProviderQuestion: Sendable, Equatable {
    var system: String?
    var turns: [String] = []
    var temperature: Double?
    var maximumTokens: Int?
    var seed: Int?
    var topLogprobs: Int?
    /// The form asked for; `.text` when none was.
    var form = ReplyFormat.text
    var schema: JSONValue?
}

/// A reply in the words of no provider.
struct ScriptedReply: Sendable {
    enum Ending: Sendable { case stop, length, filtered }

    var text: String
    var ending = Ending.stop
    /// Whether the text is the arguments of the function call.
    var isToolCall = false
    /// What the model thought before it answered.
    var thought: String?
    /// Tokens: of the prompt with the cached ones, of those the cached ones, of the reply.
    var tokens: (prompt: Int, cached: Int, completion: Int) = (100, 0, 20)
    /// Tells probabilities for one token.
    var logprobs: TokenLogprobs?
}

/// A fault in the words of no provider.
enum ScriptedFault: Sendable, Hashable {
    case badKey, forbidden, unknownModel, rateLimited(retryAfter: String?), serverError, overloaded, quota
    case contextTooLong, blockedPrompt, wrongSchema, refusedForm(ReplyFormat), refusedTemperature, refusedLogprobs
}

/// Every provider that a server stands in for.
let standIns: [any ProviderStandIn] = [
    OpenAIStandIn(), AzureStandIn(), AnthropicStandIn(), GeminiStandIn(), BedrockStandIn(),
]
