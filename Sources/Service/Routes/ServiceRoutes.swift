import HTTPServer

/// Every route of the service, and which listener has it.
struct ServiceRoutes: Sendable {
    let intake: EventIntake
    let reading: ReadingRoutes
    let operations: OperationsRoutes
    let adminGuard: AdminGuard

    /// The routes senders and orchestrators need: events and probes.
    func addPublic(to router: inout Router) {
        router.on("POST", "/v1/events") { request, _, respond in intake.accept(request, from: nil, respond: respond) }
        router.on("POST", "/v1/events/{source}") { request, parameters, respond in
            intake.accept(request, from: parameters["source"], respond: respond)
        }
        router.on("GET", "/livez") { _, _, respond in respond(operations.live()) }
        router.on("GET", "/readyz") { request, _, respond in respond(operations.ready(request)) }
        router.on("GET", "/healthz") { request, _, respond in respond(operations.ready(request)) }
    }

    /// The routes for operators and readers.
    func addAdmin(to router: inout Router) {
        router.on("GET", "/metrics") { request, _, respond in respond(operations.metrics(request)) }
        router.on("GET", "/version") { _, _, respond in respond(operations.version()) }
        router.on("GET", "/openapi.yaml") { _, _, respond in respond(operations.openAPI()) }
        guarded(&router, "GET", "/v1/events/{id}", reading.fate)
        guarded(&router, "GET", "/v1/scores", reading.scores)
        guarded(&router, "GET", "/v1/graders", reading.graders)
        guarded(&router, "POST", "/v1/grade", reading.grade)
        guarded(&router, "GET", "/v1/dead-letters", reading.deadLetters)
        guarded(&router, "POST", "/v1/dead-letters/{id}/retry", reading.retryDeadLetter)
    }

    private func guarded(
        _ router: inout Router, _ method: String, _ pattern: String, _ handler: @escaping Router.Handler
    ) {
        router.on(method, pattern) { request, parameters, respond in
            if let problem = adminGuard.refusal(of: request) { return respond(problem.response) }
            handler(request, parameters, respond)
        }
    }
}
