import HTTPClient
import HTTPServer
import Synchronization
import TestSupport
import Testing
import Timing

/// Holds every request until it is told to answer.
final class Gate: HTTPHandler, Sendable {
    private struct State {
        var isOpen = false
        var held: [@Sendable (HTTPResponse) -> Void] = []
        var arrivals = 0
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var arrivals: Int { state.withLock { $0.arrivals } }

    func handle(_ request: HTTPRequest, respond: @escaping @Sendable (HTTPResponse) -> Void) {
        let (isOpen, woken) = state.withLock { state in
            state.arrivals += 1
            if !state.isOpen { state.held.append(respond) }
            let count = state.arrivals
            let woken = state.watchers.filter { $0.count <= count }
            state.watchers.removeAll { $0.count <= count }
            return (state.isOpen, woken.map(\.continuation))
        }
        for continuation in woken { continuation.resume() }
        if isOpen { respond(HTTPResponse(status: 200)) }
    }

    func waitForArrivals(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.arrivals >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for respond in held { respond(HTTPResponse(status: 200)) }
    }
}

@Suite(.timeLimit(.minutes(1))) struct TransferLimitsTests {
    @Test func `A longer answer than asked for is refused while it comes in`() async throws {
        let handler = ClosureHandler { _ in HTTPResponse(status: 200, body: [UInt8](repeating: 65, count: 1001)) }
        try await withServer(handler: handler) { server in
            try await withTransport { transport in
                let error = await #expect(throws: TransferError.self) {
                    try await transport.execute(ClientRequest(url: server.baseURL, maximumResponseBytes: 1000))
                }
                #expect(error?.code == .responseTooLarge)
                let fits = try await transport.execute(ClientRequest(url: server.baseURL, maximumResponseBytes: 1001))
                #expect(fits.body.count == 1001)
            }
        }
    }

    @Test func `Header fields beyond their limit are refused`() async throws {
        let handler = ClosureHandler { _ in
            HTTPResponse(status: 200, headers: [("X-Long", String(repeating: "x", count: 5000))])
        }
        var configuration = TransportConfiguration()
        configuration.maximumHeaderBytes = 4096
        try await withServer(handler: handler) { server in
            try await withTransport(configuration) { transport in
                let error = await #expect(throws: TransferError.self) {
                    try await transport.execute(ClientRequest(url: server.baseURL))
                }
                #expect(error?.code == .responseTooLarge)
            }
        }
    }

    @Test func `A server that hangs runs into the deadline`() async throws {
        let gate = Gate()
        try await withServer(handler: gate) { server in
            defer { gate.open() }
            try await withTransport { transport in
                let error = await #expect(throws: TransferError.self) {
                    try await transport.execute(ClientRequest(url: server.baseURL, timeout: .milliseconds(60)))
                }
                #expect(error?.code == .timeout)
                #expect(transport.snapshot == TransportSnapshot(inFlight: 0, queued: 0))
            }
        }
    }

    @Test func `A dropped connection is a transient error`() async throws {
        let handler = ClosureHandler { _ in
            var response = HTTPResponse(status: 200)
            response.dropsConnection = true
            return response
        }
        try await withServer(handler: handler) { server in
            try await withTransport { transport in
                let error = await #expect(throws: TransferError.self) {
                    try await transport.execute(ClientRequest(url: server.baseURL))
                }
                #expect(error?.code == .connectionLost)
                #expect(error?.isTransient == true)
            }
        }
    }

    @Test func `Only so many transfers go to one host, and the others follow`() async throws {
        let gate = Gate()
        var configuration = TransportConfiguration()
        configuration.maximumConnectionsPerHost = 8
        try await withServer(handler: gate) { server in
            defer { gate.open() }
            try await withTransport(configuration) { transport in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<200 {
                        group.addTask { try await transport.execute(ClientRequest(url: server.baseURL)).status }
                    }
                    await gate.waitForArrivals(8)
                    #expect(gate.arrivals == 8)
                    gate.open()
                    for try await status in group { #expect(status == 200) }
                }
                #expect(gate.arrivals == 200)
                #expect(transport.snapshot == TransportSnapshot(inFlight: 0, queued: 0))
            }
        }
    }

    @Test func `A transfer that waits for a connection runs into its deadline too`() async throws {
        let gate = Gate()
        var configuration = TransportConfiguration()
        configuration.maximumConnectionsPerHost = 1
        try await withServer(handler: gate) { server in
            defer { gate.open() }
            try await withTransport(configuration) { transport in
                async let first = transport.execute(ClientRequest(url: server.baseURL))
                await gate.waitForArrivals(1)
                let error = await #expect(throws: TransferError.self) {
                    try await transport.execute(ClientRequest(url: server.baseURL, timeout: .milliseconds(40)))
                }
                #expect(error?.code == .timeout)
                #expect(transport.snapshot == TransportSnapshot(inFlight: 1, queued: 0))
                gate.open()
                let status = try await first.status
                #expect(status == 200)
            }
        }
    }

    @Test func `A thousand transfers can be under way at once`() async throws {
        let gate = Gate()
        var server = ListenerConfiguration()
        server.maximumConnections = 1100
        var configuration = TransportConfiguration()
        configuration.maximumConnectionsPerHost = 1000
        try await withServer(configuration: server, handler: gate) { server in
            defer { gate.open() }
            try await withTransport(configuration) { transport in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<1000 {
                        group.addTask { try await transport.execute(ClientRequest(url: server.baseURL)).status }
                    }
                    await gate.waitForArrivals(1000)
                    #expect(transport.snapshot == TransportSnapshot(inFlight: 1000, queued: 0))
                    gate.open()
                    for try await status in group { #expect(status == 200) }
                    #expect(server.listener.snapshot().openConnections == 1000)
                    for _ in 0..<200 {
                        group.addTask { try await transport.execute(ClientRequest(url: server.baseURL)).status }
                    }
                    for try await status in group { #expect(status == 200) }
                    // Those that come later use the connections that are there, and the few places the last group had left.
                    #expect(server.listener.snapshot().openConnections <= 1024)
                }
            }
        }
    }

    private func send(_ count: Int, to server: TestServer, _ transport: CurlTransport) async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<count {
                group.addTask { try await transport.execute(ClientRequest(url: server.baseURL)).status }
            }
            for try await status in group { #expect(status == 200) }
        }
    }

    @Test func `Two hosts in turns are served over the connections they have`() async throws {
        var configuration = TransportConfiguration()
        // As many as one multi handle has transfers at most.
        let places = 64
        configuration.maximumConnectionsPerHost = places
        let gates = [Gate(), Gate()]
        try await withServer(handler: gates[0]) { first in
            try await withServer(handler: gates[1]) { second in
                defer { for gate in gates { gate.open() } }
                try await withTransport(configuration) { transport in
                    async let one: Void = send(places, to: first, transport)
                    await gates[0].waitForArrivals(places)
                    async let other: Void = send(places, to: second, transport)
                    await gates[1].waitForArrivals(places)
                    for gate in gates { gate.open() }
                    _ = try await (one, other)
                    try await send(200, to: second, transport)
                    try await send(200, to: first, transport)
                    #expect(first.listener.snapshot().openConnections == places)
                    #expect(second.listener.snapshot().openConnections == places)
                }
            }
        }
    }

    @Test func `Connections that nothing uses any more are closed`() async throws {
        var configuration = TransportConfiguration()
        configuration.idleTime = .milliseconds(50)
        let gate = Gate()
        try await withServer(handler: gate) { server in
            defer { gate.open() }
            try await withTransport(configuration) { transport in
                async let sending: Void = send(100, to: server, transport)
                await gate.waitForArrivals(64)
                gate.open()
                try await sending
                try await eventually("every connection is closed") { server.listener.snapshot().openConnections == 0 }
                try await send(1, to: server, transport)
            }
        }
    }

    @Test func `A cancelled task leaves nothing under way`() async throws {
        let gate = Gate()
        var configuration = TransportConfiguration()
        configuration.maximumConnectionsPerHost = 1
        try await withServer(handler: gate) { server in
            defer { gate.open() }
            try await withTransport(configuration) { transport in
                let running = Task { try await transport.execute(ClientRequest(url: server.baseURL)) }
                await gate.waitForArrivals(1)
                let waiting = Task { try await transport.execute(ClientRequest(url: server.baseURL)) }
                for task in [waiting, running] {
                    task.cancel()
                    let error = await #expect(throws: TransferError.self) { try await task.value }
                    #expect(error?.code == .cancelled)
                }
                #expect(transport.snapshot == TransportSnapshot(inFlight: 0, queued: 0))
            }
        }
    }

    @Test func `A task cancelled before it sends never sends`() async throws {
        let gate = Gate()
        try await withServer(handler: gate) { server in
            defer { gate.open() }
            try await withTransport { transport in
                for _ in 0..<200 {
                    let task = Task { try await transport.execute(ClientRequest(url: server.baseURL)) }
                    task.cancel()
                    let error = await #expect(throws: TransferError.self) { try await task.value }
                    #expect(error?.code == .cancelled)
                }
                #expect(transport.snapshot == TransportSnapshot(inFlight: 0, queued: 0))
            }
        }
    }

    @Test func `Shutting down ends every transfer, and later ones at once`() async throws {
        let gate = Gate()
        var configuration = TransportConfiguration()
        configuration.maximumConnectionsPerHost = 4
        try await withServer(handler: gate) { server in
            defer { gate.open() }
            let transport = CurlTransport(configuration: configuration)
            let tasks = (0..<20).map { _ in
                Task { try await transport.execute(ClientRequest(url: server.baseURL)) }
            }
            await gate.waitForArrivals(4)
            transport.shutdown()
            transport.shutdown()
            for task in tasks {
                let error = await #expect(throws: TransferError.self) { try await task.value }
                #expect(error?.code == .shutdown)
            }
            let error = await #expect(throws: TransferError.self) {
                try await transport.execute(ClientRequest(url: server.baseURL))
            }
            #expect(error?.code == .shutdown)
            #expect(transport.snapshot == TransportSnapshot(inFlight: 0, queued: 0))
        }
    }
}
