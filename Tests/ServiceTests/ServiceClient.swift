import Cryptography
import Evaluation
import HTTPClient
import JSON
import Service
import Synchronization
import TestSupport
import Timing
import Webhooks

/// A service that runs, and the ways to talk to it.
final class ServiceClient: Sendable {
    let service: GradehookService
    let log: LogCapture
    let clock: any TimeSource
    /// The folder of the SQLite file.
    let folder: String
    /// The port events come in at.
    let port: UInt16
    /// What `run` comes to.
    let run: Task<Leftovers, any Error>
    private let transport: CurlTransport
    private let signer: RequestSigner
    private let stops = Atomic(0)
    private let deliveries = Atomic(0)

    init(
        _ service: GradehookService, run: Task<Leftovers, any Error>, log: LogCapture, clock: any TimeSource,
        folder: String
    ) throws {
        self.service = service
        self.run = run
        self.log = log
        self.clock = clock
        self.folder = folder
        port = service.port
        transport = CurlTransport()
        signer = try RequestSigner(scheme: .standardWebhooks, secret: Secret(ConfigurationText.secret))
    }

    /// Asks the service to stop, as a signal does.
    func stop() {
        stops.add(1, ordering: .relaxed)
        service.stop()
    }

    var wasStopped: Bool { stops.load(ordering: .relaxed) > 0 }

    func close() { transport.shutdown() }

    func send(
        _ method: String, _ path: String, _ headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        port other: UInt16? = nil
    ) async throws -> Answer {
        let url = "http://127.0.0.1:\(other ?? port)\(path)"
        return Answer(
            response: try await transport.execute(
                ClientRequest(method: method, url: url, headers: headers, body: body, timeout: .seconds(60))))
    }

    func get(_ path: String, _ headers: [(name: String, value: String)] = []) async throws -> Answer {
        try await send("GET", path, headers)
    }

    func post(
        _ path: String, _ body: String, _ headers: [(name: String, value: String)] = []
    ) async throws -> Answer {
        try await send("POST", path, [("Content-Type", "application/json")] + headers, body: Array(body.utf8))
    }

    /// The headers of a signed delivery; without an id it gets one of its own.
    func signature(_ body: [UInt8], id: String? = nil) -> [(name: String, value: String)] {
        let number = deliveries.wrappingAdd(1, ordering: .relaxed).newValue
        return signer.sign(body: body, id: id ?? "delivery-\(number)", at: clock.now())
    }

    /// Posts a signed delivery.
    func deliver(
        _ body: [UInt8], id: String? = nil, to path: String = "/v1/events", type: String = "application/json",
        _ headers: [(name: String, value: String)] = []
    ) async throws -> Answer {
        try await send("POST", path, signature(body, id: id) + [("Content-Type", type)] + headers, body: body)
    }

    func deliver(_ body: String, id: String? = nil, type: String = "application/json") async throws -> Answer {
        try await deliver(Array(body.utf8), id: id, type: type)
    }

    /// The fate of the event as it is now; nil when none is known.
    func currentFate(_ id: String) async throws -> JSONObject? {
        let answer = try await get("/v1/events/\(id)")
        return answer.status == 200 ? answer.json.object : nil
    }

    /// The fate of the event once it is in one of `states`; by default in any from which nothing more comes by itself.
    func fate(
        _ id: String, in states: [EventFate.State] = EventFate.State.allCases.filter(\.isFinal)
    ) async throws -> JSONObject {
        try await eventually("event \(id) in \(states.map(\.rawValue))") {
            guard let fate = try await currentFate(id) else { return nil }
            return states.contains { $0.rawValue == fate["state"]?.string } ? fate : nil
        }
    }

    /// Every score in the embedded store, by trace and name.
    func scores(pageSize: Int = 1_000) async throws -> [JSONObject] {
        var scores: [JSONObject] = []
        var cursor: String?
        repeat {
            let page = try await get("/v1/scores?limit=\(pageSize)" + (cursor.map { "&cursor=\($0)" } ?? "")).json
            scores += (page["data"]?.array ?? []).compactMap(\.object)
            cursor = page["meta"]?["cursor"]?.string
        } while cursor != nil
        return scores
    }

    /// The dead letters by the id of their event.
    func deadLetters() async throws -> [String: JSONValue] {
        let letters = try await get("/v1/dead-letters").json["data"]?.array ?? []
        return Dictionary(letters.map { ($0["id"]?.string ?? "", $0) }) { first, _ in first }
    }
}

/// Starts a service on a free port, runs `body` with it, and stops it however `body` ends.
///
/// - Returns: What the service left undone.
@discardableResult
func withService(
    _ configuration: ConfigurationText = ConfigurationText(), variables: [String: String] = [:],
    clock: any TimeSource = SystemClock(), _ body: (ServiceClient) async throws -> Void
) async throws -> Leftovers {
    try await ServiceSlots.shared.with {
        try await withTemporaryFolder { try await runService(configuration, variables, clock, in: $0, body) }
    }
}

private func runService(
    _ configuration: ConfigurationText, _ variables: [String: String], _ clock: any TimeSource, in folder: String,
    _ body: (ServiceClient) async throws -> Void
) async throws -> Leftovers {
    let log = LogCapture()
    let service = try await GradehookService(
        try configuration.parse(variables, data: folder), logger: log.logger(), clock: clock)
    let (ready, readiness) = AsyncStream<Void>.makeStream()
    let run = Task {
        defer { readiness.finish() }
        return try await service.run { _ in readiness.finish() }
    }
    for await _ in ready {}
    // Without a port it has not come to listen; `run` says why.
    if service.port == 0 { return try await run.value }
    let client = try ServiceClient(service, run: run, log: log, clock: clock, folder: folder)
    defer { client.close() }
    do {
        try await body(client)
    } catch {
        // Whatever hangs is not waited for.
        service.stop()
        service.stop()
        _ = try? await run.value
        throw error
    }
    if !client.wasStopped { client.stop() }
    return try await run.value
}

extension ServiceClient {
    /// The headers of a delivery signed at `time`.
    static func signed(_ body: String, id: String = "delivery", at time: Timestamp) throws -> [(
        name: String, value: String
    )] {
        try RequestSigner(scheme: .standardWebhooks, secret: Secret(ConfigurationText.secret))
            .sign(body: Array(body.utf8), id: id, at: time)
    }
}
