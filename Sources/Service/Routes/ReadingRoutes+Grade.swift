import Evaluation
import HTTPServer
import JSON
import Timing
import Webhooks

extension ReadingRoutes {
    /// `POST /v1/grade?grader=`
    func grade(_ request: HTTPRequest, _ parameters: PathParameters, _ respond: @escaping Router.Respond) {
        onTheSpot.run(respond) { () async throws(Problem) in
            let event = try Self.event(try body(of: request))
            let names = try selectedGraders(request)
            let grader = OfflineGrader(grading: grading.current, project: project, traceSource: traceSource)
            do throws(TraceSourceError) {
                let rows = try await grader.grade(event, graders: names, now: clock.now())
                let body: JSONObject = [
                    "traceId": .string(event.target.traceID), "results": .array(rows.map { .object($0.json) }),
                ]
                return .json(JSONValue.object(body).serialized())
            } catch {
                throw Problem(
                    error.isTransient ? .unavailable : .invalidEvent, error.message, retryAfter: error.retryAfter)
            }
        }
    }

    /// The body as events are read too: JSON, perhaps compressed, within the limit before and after.
    private func body(of request: HTTPRequest) throws(Problem) -> [UInt8] {
        guard MediaType.isJSON(request.headers["content-type"]) else {
            throw Problem(.unsupportedMediaType, "send application/json")
        }
        do throws(BodyDecodingError) {
            return try BodyDecoder.decode(
                request.body, contentEncoding: request.headers["content-encoding"], limit: maximumBodyBytes)
        } catch {
            throw Problem(decoding: error)
        }
    }

    private static func event(_ body: [UInt8]) throws(Problem) -> Event {
        let value: JSONValue
        do throws(JSONParseError) {
            value = try JSONValue(parsing: body)
        } catch {
            throw Problem(.malformedJSON, error.description)
        }
        return try event(value)
    }

    private static func event(_ value: JSONValue) throws(Problem) -> Event {
        do throws(JSONReadError) {
            return try OfflineGrader.event(value)
        } catch {
            throw Problem(.invalidEvent, error.message, pointer: error.pointer)
        }
    }

    private func selectedGraders(_ request: HTTPRequest) throws(Problem) -> [String]? {
        let names = request.query.filter { $0.name == "grader" }.map(\.value)
        for name in names where grading.current.suite[name] == nil {
            throw Problem(.badRequest, "there is no grader called `\(name)`; GET /v1/graders lists them")
        }
        return names.isEmpty ? nil : names
    }
}
