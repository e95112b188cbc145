import HTTPServer
import TestSupport
import Testing

@testable import HTTPClient

struct TransportLifeTests {
    private static func get(_ url: String, with transport: CurlTransport) async throws -> Int {
        try await transport.execute(ClientRequest(method: "GET", url: url, timeout: .seconds(30))).status
    }

    @Test func `A transport has a thread from its first request to its shutdown`() async throws {
        try await withServer(handler: ClosureHandler { _ in .init(status: 204) }) { server async throws in
            let transport = CurlTransport()
            #expect(!transport.isRunning)
            #expect(try await Self.get(server.baseURL, with: transport) == 204)
            #expect(transport.isRunning)
            transport.shutdown()
            #expect(!transport.isRunning)
        }
    }

    @Test func `A transport that was shut down before its first request refuses it`() async throws {
        let transport = CurlTransport()
        transport.shutdown()
        transport.shutdown()
        let error = await #expect(throws: TransferError.self) {
            try await Self.get("http://127.0.0.1:1", with: transport)
        }
        #expect(error?.code == .shutdown)
        #expect(!transport.isRunning)
    }
}
