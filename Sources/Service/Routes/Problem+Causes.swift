import HTTPServer
import Webhooks
import WorkQueue

extension Problem: Error {
    /// What an event that cannot be taken is answered with.
    init(event error: EventError) {
        let code: Code = error.code == .malformedJSON ? .malformedJSON : .invalidEvent
        self.init(code, error.message, pointer: error.pointer)
    }

    /// What is answered when the queue did not take a job.
    init(refusing result: EnqueueResult) {
        switch result {
        case .full(let retryAfter):
            self.init(.queueFull, "the queue has no room; send again later", retryAfter: retryAfter)
        case .tooLarge(let bytes, let limit):
            self.init(
                .bodyTooLarge,
                "the event's \(bytes) bytes are more than the \(limit) the queue may hold; do not send it again"
            )
        case .draining: self.init(.draining, "the service is shutting down; send again", retryAfter: .seconds(5))
        case .unavailable(let reason): self.init(.unavailable, reason, retryAfter: .seconds(5))
        case .accepted: self.init(.internal, "the queue took the job and refused it")
        }
    }

    /// What a body that cannot be decoded is answered with.
    init(decoding error: BodyDecodingError) {
        switch error.code {
        case .unsupportedCoding: self.init(.unsupportedMediaType, error.message)
        case .tooLarge: self.init(.bodyTooLarge, error.message)
        case .corrupt: self.init(.badRequest, error.message)
        }
    }

    /// What a request that the listener refuses by itself is answered with.
    init(refusal: Refusal) {
        let code: Code =
            switch refusal.status {
            case 408: .requestTimeout
            case 413: .bodyTooLarge
            case 417: .expectationFailed
            case 500: .internal
            case 501: .notImplemented
            case 503: refusal == .stopping ? .draining : .unavailable
            case 504: .answerTimeout
            case 505: .unsupportedVersion
            default: .badRequest
            }
        self.init(code, refusal.message, retryAfter: refusal.retryAfter)
    }

    /// What a request that no route takes is answered with.
    init(routing problem: RoutingProblem, _ request: HTTPRequest) {
        switch problem {
        case .notFound: self.init(.notFound, "no route has this path; GET /openapi.yaml lists them")
        case .methodNotAllowed(let allowed):
            self.init(.methodNotAllowed, "this path takes \(allowed.joined(separator: ", "))")
        }
    }
}
