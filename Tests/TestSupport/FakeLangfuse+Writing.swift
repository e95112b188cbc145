import HTTPServer
import JSON
import Synchronization
import Timing

extension FakeLangfuse {
    /// `POST /scores`.
    func scores(_ body: [UInt8]) -> HTTPResponse {
        guard body.count <= 1 << 20 else { return HTTPResponse(status: 413, text: "Body exceeded 1mb limit") }
        guard let json = try? JSONValue(parsing: body) else { return HTTPResponse(status: 400, text: "Invalid JSON") }
        let now = time.now()
        return state.withLock { state in
            if let items = json.array {
                guard state.takesArrays else {
                    return .langfuseIssues(["Invalid input: expected object, received array"])
                }
                return state.storeArray(items, now: now)
            }
            if let objection = state.store(json, now: now) { return .langfuseIssues([objection]) }
            return HTTPResponse(status: 200, json: ["id": json["id"] ?? .null])
        }
    }

    /// `POST /ingestion`. Always 207 once the body is a batch.
    func ingestion(_ body: [UInt8]) -> HTTPResponse {
        let json = try? JSONValue(parsing: body)
        return state.withLock { state in
            guard state.takesIngestion else { return .langfuseError(404, "gone", error: "LangfuseNotFoundError") }
            guard let batch = json?["batch"]?.array else { return .langfuseIssues(["batch: required"]) }
            var successes: [JSONValue] = []
            var errors: [JSONValue] = []
            for event in batch {
                let id = event["id"] ?? .null
                if let objection = state.store(event: event) {
                    errors.append([
                        "id": id, "status": 400, "message": "Invalid request data", "error": .string(objection),
                    ])
                } else {
                    successes.append(["id": id, "status": 201])
                }
            }
            return HTTPResponse(status: 207, json: ["successes": .array(successes), "errors": .array(errors)])
        }
    }
}

extension FakeLangfuse.State {
    fileprivate mutating func storeArray(_ items: [JSONValue], now: Timestamp) -> HTTPResponse {
        let objections = items.compactMap { store($0, now: now) }
        guard !objections.isEmpty else { return HTTPResponse(status: 202, json: ["message": "Accepted"]) }
        return HTTPResponse(
            status: 207,
            json: [
                "accepted": .integer(Int64(items.count - objections.count)),
                "rejected": .integer(Int64(objections.count)),
                "errors": .array(objections.map { ["message": .string($0)] }),
            ])
    }

    /// Stores a score; servers before 4.59 ignore its timestamp and take the time of receipt.
    fileprivate mutating func store(_ json: JSONValue, now: Timestamp) -> String? {
        guard let body = json.object else { return "expected object" }
        if let objection = objection(to: body) { return objection }
        let given = body["timestamp"]?.string.flatMap { Timestamp(rfc3339: $0) }
        store.insert(body, at: takesArrays ? given ?? now : now)
        return nil
    }

    fileprivate mutating func store(event: JSONValue) -> String? {
        guard event["id"]?.string?.isEmpty == false else { return "id: required" }
        guard event["type"]?.string == "score-create" else { return "Event type not accepted" }
        guard let time = event["timestamp"]?.string.flatMap({ Timestamp(rfc3339: $0) }) else {
            return "timestamp: invalid"
        }
        guard let body = event["body"]?.object else { return "body: required" }
        if let objection = objection(to: body) { return objection }
        store.insert(body, at: time)
        return nil
    }

    private func objection(to body: JSONObject) -> String? {
        if let id = body["id"]?.string, rejectedScoreIDs.contains(id) { return "refused on order" }
        return FakeLangfuseStore.objection(to: body)
    }
}
