import Evaluation
import HTTPServer
import JSON
import ScoreStore
import Timing

extension ReadingRoutes {
    /// `GET /v1/scores?traceId=&name=&limit=&cursor=`
    func scores(_ request: HTTPRequest, _ parameters: PathParameters, _ respond: @escaping Router.Respond) {
        guard let limit = Self.limit(request) else {
            return respond(Problem(.badRequest, "`limit` is a number from 1 to 1000").response)
        }
        guard let database else {
            return respond(Problem(.notFound, "no scores are kept here; set `data_dir` and the sink `sqlite`").response)
        }
        tasks.run(respond) { () async throws(Problem) in
            do throws(ScoreStoreError) {
                let page = try await database.scores(
                    traceID: request.query("traceId"), name: request.query("name"), limit: limit,
                    cursor: request.query("cursor"))
                var meta: JSONObject = ["limit": .integer(Int64(limit))]
                meta["cursor"] = page.cursor.map { .string($0) }
                let body: JSONObject = ["data": .array(page.scores.map(Self.json)), "meta": .object(meta)]
                return .json(JSONValue.object(body).serialized())
            } catch {
                throw Problem(error.code == .badCursor ? .badRequest : .internal, error.message)
            }
        }
    }

    private static func json(_ stored: StoredScore) -> JSONValue {
        let score = stored.score
        var object: JSONObject = [
            "id": .string(score.id), "name": .string(score.name), "value": score.value.json,
            "dataType": .string(score.value.dataType), "traceId": .string(score.target.traceID),
        ]
        object["observationId"] = score.target.observationID.map { .string($0) }
        object["timestamp"] = .string(score.timestamp.rfc3339)
        object["comment"] = score.comment.map { .string($0) }
        object["metadata"] = .object(score.metadata)
        object["environment"] = score.environment.map { .string($0) }
        object["grader"] = .string(score.grader)
        object["createdAt"] = .string(stored.createdAt.rfc3339)
        object["updatedAt"] = .string(stored.updatedAt.rfc3339)
        return .object(object)
    }
}
