import HTTPServer
import JSON
import Webhooks
import WorkQueue

/// The answer to a delivery, gathered event by event.
struct IntakeReply: Sendable {
    fileprivate enum Status: Sendable {
        case offered
        case accepted
        case duplicate
        case ignored
        case rejected(EventError)
        case refused
    }

    fileprivate struct Entry: Sendable {
        var id: String?
        var index: Int?
        var status: Status
    }

    private let isBatch: Bool
    private var entries: [Entry] = []
    /// The places of the offered events among the entries.
    private var offered: [Int] = []
    /// Why the queue did not take everything; the sender must send again.
    private var refusal: Problem?

    init(isBatch: Bool) { self.isBatch = isBatch }

    /// Adds an event that the queue is about to be asked for.
    mutating func offer(_ id: String) {
        offered.append(entries.count)
        entries.append(Entry(id: id, status: .offered))
    }

    /// The id of the offered event when nothing else was delivered.
    var onlyID: String? { entries.count == 1 && offered.count == 1 ? entries[0].id : nil }

    mutating func duplicate(_ id: String) { entries.append(Entry(id: id, status: .duplicate)) }
    mutating func ignore(_ id: String) { entries.append(Entry(id: id, status: .ignored)) }

    mutating func reject(index: Int?, _ error: EventError) {
        entries.append(Entry(id: nil, index: index, status: .rejected(error)))
    }

    /// A copy came in while the first was still on its way into the queue: nobody knows yet whether it is kept.
    mutating func pending(_ id: String) {
        entries.append(Entry(id: id, status: .refused))
        refusal =
            refusal
            ?? Problem(.unavailable, "the same delivery is being taken in; send it again", retryAfter: .seconds(1))
    }

    /// Notes what the queue said of the offered event at `place` among those offered.
    mutating func settle(_ place: Int, _ result: EnqueueResult) {
        let index = offered[place]
        switch result {
        case .accepted: entries[index].status = .accepted
        case .full, .tooLarge, .draining, .unavailable:
            entries[index].status = .refused
            refusal = refusal ?? Problem(refusing: result)
        }
    }

    /// The answer. 503 as soon as one event was refused for want of room: the sender sends all again, and those already
    /// taken are duplicates then.
    var response: HTTPResponse {
        if var problem = refusal {
            problem.extensions = summary
            return problem.response
        }
        let hasValid = entries.contains { !$0.isRejected }
        if !hasValid, let error = entries.first?.error {
            var problem = Problem(event: error)
            if isBatch { problem.extensions = summary }
            return problem.response
        }
        if let id = onlyID, entries[0].isAccepted { return Self.accepted(id) }
        let status = entries.contains { $0.isAccepted } ? 202 : 200
        return HTTPResponse(status: status, headers: Self.headers, body: JSONValue.object(summary).serialized())
    }

    private static let headers = [(name: "Content-Type", value: "application/json")]

    /// The answer to the usual delivery, one event that was accepted. It is written byte by byte; the rest goes through
    /// the JSON writer.
    static func accepted(_ id: String) -> HTTPResponse {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(96 + id.utf8.count)
        bytes.append(contentsOf: #"{"accepted":1,"duplicates":0,"rejected":0,"events":[{"id":"#.utf8)
        JSONValue.string(id).write(into: &bytes)
        bytes.append(contentsOf: #","status":"accepted"}]}"#.utf8)
        return HTTPResponse(status: 202, headers: headers, body: bytes)
    }

    private var summary: JSONObject {
        let rejected = entries.count { $0.isRejected || $0.isRefused }
        return [
            "accepted": .integer(Int64(entries.count { $0.isAccepted })),
            "duplicates": .integer(Int64(entries.count { $0.isDuplicate })),
            "rejected": .integer(Int64(rejected)), "events": .array(entries.map(\.json)),
        ]
    }
}

extension IntakeReply.Entry {
    fileprivate var isAccepted: Bool { if case .accepted = status { true } else { false } }
    fileprivate var isDuplicate: Bool { if case .duplicate = status { true } else { false } }
    fileprivate var isRefused: Bool { if case .refused = status { true } else { false } }
    fileprivate var isRejected: Bool { error != nil }
    fileprivate var error: EventError? { if case .rejected(let error) = status { error } else { nil } }

    fileprivate var json: JSONValue {
        var object: JSONObject = ["id": id.map { .string($0) } ?? .null]
        object["index"] = index.map { .integer(Int64($0)) }
        switch status {
        case .offered, .refused: object["status"] = "refused"
        case .accepted: object["status"] = "accepted"
        case .duplicate: object["status"] = "duplicate"
        case .ignored: object["status"] = "ignored"
        case .rejected(let error):
            object["status"] = "rejected"
            object["error"] = [
                "code": .string(error.code.rawValue), "pointer": .string(error.pointer),
                "detail": .string(error.message),
            ]
        }
        return .object(object)
    }
}
