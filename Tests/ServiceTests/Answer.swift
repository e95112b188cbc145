import HTTPClient
import JSON

/// What the service answered.
struct Answer: Sendable, CustomStringConvertible {
    let response: ClientResponse

    var status: Int { response.status }
    var text: String { String(decoding: response.body, as: UTF8.self) }
    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONValue(parsing: response.body)) ?? .null }
    /// The `code` of a problem document.
    var code: String? { json["code"]?.string }
    /// The statuses of the events of a delivery, in order.
    var eventStatuses: [String] { (json["events"]?.array ?? []).compactMap { $0["status"]?.string } }
    var description: String { "\(status) \(text)" }

    subscript(name: String) -> String? { response.header(name) }
}
