import HTTPClient
import JSON
import Timing

/// How one provider wants to be asked, and how it answers.
///
/// A pure value: bytes out, replies and faults in. What is the same for every provider (places, retries, deadlines, what
/// a refusal teaches, costs) is `RemoteChatModel`'s.
protocol WireFormat: Sendable {
    /// The provider's name for the model.
    var model: String { get }
    /// Where requests go, percent-encoded. It never holds a secret: URLs are shown.
    var url: String { get }
    /// The keys of the configuration that say who asks and where, for messages.
    var credentialKeys: String { get }
    /// The dialect of a model about which nothing is known yet.
    var dialect: RequestDialect { get }

    /// Returns the body of a request as JSON, with nothing in it that `dialect` leaves out.
    func body(_ request: ChatRequest, _ dialect: RequestDialect) -> [UInt8]

    /// Returns `request` with the header fields that say who asks. Called for every attempt: signatures have a date.
    func authorized(_ request: ClientRequest, at now: Timestamp) -> ClientRequest

    /// Returns the reply in a body that came with 200, or nil when there is none in it.
    func reply(_ body: JSONValue) -> ChatReply?

    /// Whether a body that came with 200 is a fault all the same.
    func isFault(_ body: JSONValue) -> Bool

    /// Returns what an answer that is no reply says; `body` is nil when it is not JSON.
    func fault(_ response: ClientResponse, _ body: JSONValue?) -> ProviderFault
}

extension WireFormat {
    var credentialKeys: String { "`api_key` and `base_url`" }

    /// Some gateways answer 200 and put the error of the provider behind them into the body.
    func isFault(_ body: JSONValue) -> Bool { !(body["error"]?.isNull ?? true) }

    /// The host requests go to, for messages.
    var host: String {
        let rest = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst()
        return rest.first.map { String($0.split(separator: "@").last ?? $0) } ?? url
    }

    /// Sorts an answer.
    func answer(_ response: ClientResponse) -> WireAnswer {
        let body = try? JSONValue(parsing: response.body)
        guard response.status == 200, !(body.map(isFault) ?? false) else { return .fault(fault(response, body)) }
        return body.flatMap(reply).map { .reply($0) } ?? .unreadable
    }
}
