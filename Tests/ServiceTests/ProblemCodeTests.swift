import HTTPClient
import HTTPServer
import JSON
import ScoreStore
import TestSupport
import Testing
import Timing

@testable import Service

/// Every code of a problem, brought about over a route of the service that has it.
struct ProblemCodeTests {
    private struct Refused: Sendable, Equatable {
        var status: Int
        var code: String?
    }

    @Test(arguments: Problem.Code.allCases)
    func `Every code goes out over a route, with its status`(_ code: Problem.Code) async throws {
        let refused: Refused =
            switch code {
            case .malformedJSON, .signatureMissing, .signatureMismatch, .timestampOutOfTolerance, .bodyTooLarge,
                .unsupportedMediaType, .invalidEvent, .queueFull, .draining:
                try await Self.delivery(code)
            case .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .internal:
                try await Self.reading(code)
            case .rateLimited, .unavailable, .answerTimeout: try await Self.grading(code)
            case .requestTimeout, .expectationFailed, .notImplemented, .unsupportedVersion: try await Self.raw(code)
            }
        #expect(refused == Refused(status: code.status, code: code.rawValue))
    }

    /// Asks a service and returns what it was answered with.
    private static func ask(
        _ configuration: ConfigurationText = ConfigurationText(), variables: [String: String] = [:],
        _ request: (ServiceClient) async throws -> Answer
    ) async throws -> Refused {
        var answer: Answer?
        try await withService(configuration, variables: variables) { answer = try await request($0) }
        let given = try #require(answer)
        return Refused(status: given.status, code: given.code)
    }

    private static func delivery(_ code: Problem.Code) async throws -> Refused {
        let narrow = ConfigurationText.make {
            $0.server += ", max_body_bytes: 2000"
            $0.queue += ", workers: 0, capacity: 1"
        }
        return try await ask(narrow) { client in
            switch code {
            case .malformedJSON: return try await client.deliver("{")
            case .signatureMissing: return try await client.post("/v1/events", event("e"))
            case .signatureMismatch:
                return try await client.post("/v1/events", event("e"), client.signature(Array(event("f").utf8)))
            case .timestampOutOfTolerance:
                let old = try ServiceClient.signed(event("e"), at: client.clock.now() - .seconds(3_600))
                return try await client.post("/v1/events", event("e"), old)
            case .bodyTooLarge: return try await client.deliver(String(repeating: "x", count: 3_000))
            case .unsupportedMediaType: return try await client.deliver("<a/>", type: "text/xml")
            case .draining:
                client.service.pipeline.intake.drain()
                return try await client.deliver(event("e"))
            case .queueFull:
                #expect(try await client.deliver(event("d")).status == 202)
                return try await client.deliver(event("e"))
            default: return try await client.deliver("{}")
            }
        }
    }

    private static func reading(_ code: Problem.Code) async throws -> Refused {
        let guarded = ConfigurationText.make { $0.admin = #"token: "${ADMIN_TOKEN}""# }
        return try await ask(code == .unauthorized ? guarded : ConfigurationText()) { client in
            switch code {
            case .badRequest: return try await client.get("/v1/scores?limit=many")
            case .notFound: return try await client.get("/v2/nothing")
            case .methodNotAllowed: return try await client.send("DELETE", "/v1/events")
            case .forbidden: return try await stranger(client)
            case .internal:
                // As when the disk is gone.
                await client.service.pipeline.database?.close()
                return try await client.get("/v1/events/e")
            default: return try await client.get("/v1/scores")
            }
        }
    }

    /// What a caller from another machine is answered with.
    private static func stranger(_ client: ServiceClient) async throws -> Answer {
        var router = Router()
        client.service.pipeline.routes.addAdmin(to: &router)
        let request = HTTPRequest(method: "GET", path: "/v1/scores", peerAddress: "192.0.2.7", isLoopback: false)
        let response = await withCheckedContinuation { continuation in
            router.handle(request) { continuation.resume(returning: $0) }
        }
        return Answer(response: .init(status: response.status, headers: response.headers, body: response.body))
    }

    private static func grading(_ code: Problem.Code) async throws -> Refused {
        let judged = ConfigurationText.make {
            $0.server += ", answer_timeout: 50ms"
            $0.langfuse = ConfigurationText.langfuse
            $0.models = [ConfigurationText.judgeModel]
            $0.graders = [ConfigurationText.judge]
            $0.rules = ["{name: everything, graders: [judge]}"]
        }
        return try await withJudge([.hang]) { _, variables in
            // A port that nobody listens on.
            let all = variables.merging(["LANGFUSE_URL": "http://127.0.0.1:1"]) { first, _ in first }
            return try await ask(code == .answerTimeout ? judged : judged.patient, variables: all) { client in
                let onTheSpot = client.service.pipeline.routes.reading.onTheSpot
                defer { onTheSpot.cancel() }
                if code == .rateLimited {
                    for _ in 0..<64 {
                        onTheSpot.run({ _ in }) { () async throws(Problem) in
                            try? await Task.sleep(for: .seconds(3_600))
                            return HTTPResponse(status: 200)
                        }
                    }
                }
                let trace = code == .unavailable ? #"{"traceId":"t"}"# : #"{"id":"t","input":"?","output":"x"}"#
                return try await client.post("/v1/grade", trace)
            }
        }
    }

    private static func raw(_ code: Problem.Code) async throws -> Refused {
        let text =
            switch code {
            case .requestTimeout: "GET /livez HTTP/1.1\r\nHo"
            case .expectationFailed:
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nExpect: more\r\nContent-Length: 2\r\n\r\n{}"
            case .notImplemented: "POST /v1/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: br\r\n\r\n"
            default: "GET /livez HTTP/1.2\r\nHost: x\r\n\r\n"
            }
        var answer: RawResponse?
        try await withService(ConfigurationText.make { $0.server += ", header_timeout: 50ms" }) { client in
            let connection = try RawConnection(port: client.port)
            await connection.send(text)
            answer = try await connection.response()
        }
        let given = try #require(answer)
        return Refused(status: given.status, code: try JSONValue(parsing: given.body)["code"]?.string)
    }
}

extension ConfigurationText {
    /// The same with the usual wait for an answer.
    fileprivate var patient: ConfigurationText {
        .make {
            $0 = self
            $0.server = "threads: 1"
        }
    }
}
