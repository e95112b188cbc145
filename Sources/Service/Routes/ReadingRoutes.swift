import Evaluation
import HTTPServer
import JSON
import ScoreStore
import Timing
import WorkQueue

/// The routes that tell what the service knows: fates, scores, graders, dead letters; and grading on the spot.
struct ReadingRoutes: Sendable {
    let fates: FateRecorder
    let database: ScoreDatabase?
    let grading: LiveGrading
    let queue: any JobQueue
    let project: String
    let traceSource: (any TraceSource)?
    let clock: any TimeSource
    /// Bounds what waits for the disk on behalf of callers.
    let tasks: AsyncRoutes
    /// Bounds what waits for graders, which take far longer: their callers keep nobody from reading.
    let onTheSpot: AsyncRoutes
    /// The most bytes of a body, before and after decompression.
    let maximumBodyBytes: Int

    /// Cuts off every request that is being worked on.
    func cancel() {
        tasks.cancel()
        onTheSpot.cancel()
    }

    /// `GET /v1/events/{id}?source=`
    func fate(_ request: HTTPRequest, _ parameters: PathParameters, _ respond: @escaping Router.Respond) {
        let id = parameters["id"] ?? ""
        let source = request.query("source")
        tasks.run(respond) { () async throws(Problem) in
            guard let fate = try await knownFate(id, source) else {
                let origin = source.map { " from source `\($0)`" } ?? ""
                throw Problem(
                    .notFound,
                    "no event `\(id)`\(origin) is known: it was never accepted, or so long ago that it is forgotten")
            }
            return .json(JSONValue.object(fate).serialized())
        }
    }

    private func knownFate(_ id: String, _ source: String?) async throws(Problem) -> JSONObject? {
        do throws(ScoreStoreError) {
            return try await fates.fate(of: id, source: source)
        } catch {
            throw Problem(.internal, error.message)
        }
    }

    /// `GET /v1/graders`
    func graders(_ request: HTTPRequest, _ parameters: PathParameters, _ respond: @escaping Router.Respond) {
        let current = grading.current
        let rules = current.rules.rules.map { rule -> JSONValue in
            [
                "name": .string(rule.name), "sample": .number(rule.sampleRate),
                "graders": .array(rule.graders.map { .string($0) }),
            ]
        }
        tasks.run(respond) { () async throws(Problem) in
            var graders: [JSONValue] = []
            for grader in current.suite.graders { graders.append(.object(await Self.json(grader))) }
            return .json(JSONValue.object(["graders": .array(graders), "rules": .array(rules)]).serialized())
        }
    }

    private static func json(_ grader: ConfiguredGrader) async -> JSONObject {
        var object: JSONObject = [
            "name": .string(grader.name), "kind": .string(grader.kind), "scoreName": .string(grader.scoreName),
        ]
        let parts = grader.scoreNames.dropFirst()
        if !parts.isEmpty { object["partNames"] = .array(parts.map { .string($0) }) }
        let details = await grader.grader.details()
        if !details.isEmpty { object["details"] = .object(details) }
        return object
    }

    /// `GET /v1/dead-letters`
    func deadLetters(_ request: HTTPRequest, _ parameters: PathParameters, _ respond: @escaping Router.Respond) {
        guard let limit = Self.limit(request) else {
            return respond(Problem(.badRequest, "`limit` is a number from 1 to 1000").response)
        }
        let letters = queue.deadLetters(limit: limit).map { letter -> JSONValue in
            [
                "id": .string(letter.job.id), "source": .string(letter.job.origin), "reason": .string(letter.reason),
                "attempts": .integer(Int64(letter.job.attempt)),
                "receivedAt": .string(letter.job.acceptedAt.rfc3339), "diedAt": .string(letter.diedAt.rfc3339),
            ]
        }
        respond(.json(JSONValue.object(["data": .array(letters)]).serialized()))
    }

    /// `POST /v1/dead-letters/{id}/retry?source=`
    func retryDeadLetter(_ request: HTTPRequest, _ parameters: PathParameters, _ respond: @escaping Router.Respond) {
        let id = parameters["id"] ?? ""
        let source = request.query("source")
        tasks.run(respond) { () async throws(Problem) in
            // Taken before, so that what a quick worker says of the job is later than this.
            let now = clock.now()
            switch await queue.retryDeadLetter(id: id, origin: source) {
            case .revived(let job):
                fates.record(Self.accepted(job, at: now))
                return .json(JSONValue.object(["id": .string(id), "status": "accepted"]).serialized(), status: 202)
            case .notFound:
                throw Problem(
                    .notFound, "no dead letter has the id `\(id)`\(source.map { " and the source `\($0)`" } ?? "")")
            case .refused(let result):
                throw Problem(refusing: result)
            }
        }
    }

    private static func accepted(_ job: Job, at now: Timestamp) -> EventFate {
        EventFate(
            eventID: job.id, serial: job.serial, source: job.origin, state: .accepted, receivedAt: job.acceptedAt,
            updatedAt: now)
    }

    /// The query argument `limit`, 50 when it is not given; nil when it is no number from 1 to 1000.
    static func limit(_ request: HTTPRequest) -> Int? {
        guard let text = request.query("limit") else { return 50 }
        guard let limit = Int(text), (1...1_000).contains(limit) else { return nil }
        return limit
    }
}
