import HTTPClient
import HTTPServer
import TestSupport
import Testing
import Timing

@Suite(.timeLimit(.minutes(1))) struct HostTurnsTests {
    @Test func `A host that hangs does not hold up another one`() async throws {
        let gate = Gate()
        var configuration = TransportConfiguration()
        configuration.maximumConnectionsPerHost = 2
        try await withServer(handler: gate) { slow in
            defer { gate.open() }
            try await withServer(handler: echo) { fast in
                try await withTransport(configuration) { transport in
                    let stuck = (0..<20).map { _ in
                        Task { try await transport.execute(ClientRequest(url: slow.baseURL)) }
                    }
                    await gate.waitForArrivals(2)
                    for _ in 0..<10 {
                        let response = try await transport.execute(ClientRequest(url: fast.baseURL))
                        #expect(response.status == 200)
                    }
                    #expect(gate.arrivals == 2)
                    gate.open()
                    for task in stuck { _ = try await task.value }
                }
            }
        }
    }

    @Test func `Hosts take turns when the total is what is short`() async throws {
        let gate = Gate()
        var configuration = TransportConfiguration()
        configuration.maximumConnections = 1
        try await withServer(handler: gate) { slow in
            defer { gate.open() }
            try await withServer(handler: echo) { fast in
                try await withTransport(configuration) { transport in
                    let first = Task { try await transport.execute(ClientRequest(url: slow.baseURL)) }
                    await gate.waitForArrivals(1)
                    let others = (0..<30).map { index in
                        Task {
                            try await transport.execute(
                                ClientRequest(url: index % 2 == 0 ? slow.baseURL : fast.baseURL))
                        }
                    }
                    gate.open()
                    for task in [first] + others {
                        let response = try await task.value
                        #expect(response.status == 200)
                    }
                    #expect(gate.arrivals == 16)
                    #expect(transport.snapshot == TransportSnapshot(inFlight: 0, queued: 0))
                }
            }
        }
    }
}
