import HTTPServer
import JSON
import Synchronization

extension FakeLangfuse {
    /// `GET /health`.
    func health() -> HTTPResponse {
        HTTPResponse(status: 200, json: ["status": "OK", "version": .string(state.withLock { $0.version })])
    }

    /// `GET /projects`.
    func projects() -> HTTPResponse {
        HTTPResponse(status: 200, json: ["data": [["id": .string(projectID), "name": "test"]]])
    }

    /// `GET /traces/{id}` of version 3.
    func trace(_ id: String) -> HTTPResponse {
        guard let trace = state.withLock({ $0.traces[id] }) else {
            return .langfuseError(
                404, "Trace \(id) not found within authorized project", error: "LangfuseNotFoundError")
        }
        return HTTPResponse(status: 200, json: .object(trace))
    }

    /// `GET /score-configs/{id}`.
    func scoreConfig(_ id: String) -> HTTPResponse {
        guard let config = state.withLock({ $0.store.configs[id] }) else {
            return .langfuseError(
                404, "Score config not found within authorized project", error: "LangfuseNotFoundError")
        }
        return HTTPResponse(status: 200, json: .object(config))
    }

    /// `GET /v2/observations` of version 4: newest start first, no removal of repeated rows, metadata cut, texts raw.
    func observations(_ request: HTTPRequest) -> HTTPResponse {
        guard request.query("parseIoAsJson") != "true" else { return .langfuseIssues(["parseIoAsJson: not supported"]) }
        let limit = request.query("limit").map { Int($0) ?? -1 } ?? 50
        guard (0...1000).contains(limit) else { return .langfuseIssues(["limit: at most 1000"]) }
        let offset = request.query("cursor").map { Int($0.dropFirst("after-".count)) ?? -1 } ?? 0
        guard offset >= 0 else { return .langfuseIssues(["cursor: malformed"]) }
        let (rows, maximumBytes) = state.withLock { ($0.observations, $0.maximumPageBytes) }
        let found = rows.filter { Self.matches($0, request) }
            .sorted { ($0["startTime"]?.string ?? "") > ($1["startTime"]?.string ?? "") }
        let page = found.dropFirst(offset).prefix(limit)
        var meta: JSONObject = [:]
        if offset + page.count < found.count { meta["cursor"] = .string("after-\(offset + page.count)") }
        let fields = Set(
            (request.query("fields") ?? "core,basic,time,io,metadata").split(separator: ",").map(String.init))
        let uncut = Set((request.query("expandMetadata") ?? "").split(separator: ",").map(String.init))
        let data = page.map { JSONValue.object(Self.cut($0, fields: fields, uncut: uncut)) }
        let response = HTTPResponse(status: 200, json: ["data": .array(data), "meta": .object(meta)])
        guard response.body.count <= maximumBytes else {
            return .langfuseError(413, "Response too large", error: "PayloadTooLargeError")
        }
        return response
    }

    private static func matches(_ row: JSONObject, _ request: HTTPRequest) -> Bool {
        if let id = request.query("traceId"), row["traceId"]?.string != id { return false }
        guard let text = request.query("filter"), let filter = try? JSONValue(parsing: text).array else { return true }
        return filter.allSatisfy { condition in
            condition["operator"] == "=" && condition["column"]?.string.flatMap { row[$0] } == condition["value"]
        }
    }

    private static func cut(_ row: JSONObject, fields: Set<String>, uncut: Set<String>) -> JSONObject {
        var row = row
        if !fields.contains("io") {
            row["input"] = nil
            row["output"] = nil
        }
        guard fields.contains("metadata") else {
            row["metadata"] = nil
            return row
        }
        guard let metadata = row["metadata"]?.object else { return row }
        row["metadata"] = .object(
            JSONObject(
                metadata.members.map { key, value in
                    guard let text = value.string, !uncut.contains(key) else { return (key, value) }
                    return (key, .string(String(text.prefix(200))))
                }))
        return row
    }
}
