import HTTPServer
import Synchronization
import TestSupport
import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(1))) struct TransportLifeTests {
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

    /// A profile of its own for each number; `http` asks for none of its files.
    private static func profile(_ number: Int) -> ConnectionProfile {
        var profile = ConnectionProfile()
        profile.clientCertificate = "/nowhere/\(number).pem"
        return profile
    }

    @Test func `Whoever drops the last reference does not wait for the thread`() async throws {
        let gate = Gate()
        try await withServer(handler: gate) { server async throws in
            defer { gate.open() }
            let executor = HoldingExecutor()
            var transport: CurlTransport? = CurlTransport()
            weak let dropped = transport
            let inbox = try #require(transport?.inbox)
            // Nobody listens there; it is for the thread to start.
            _ = try? await Self.get("http://127.0.0.1:1", with: #require(transport))
            let target = try RequestTarget(server.baseURL)
            let task = Task(executorPreference: executor) {
                await withCheckedContinuation { continuation in
                    inbox.submit(
                        Submission(
                            id: inbox.nextID(), request: ClientRequest(url: server.baseURL), target: target,
                            deadline: .now + .seconds(30), continuation: continuation))
                }
            }
            await gate.waitForArrivals(1)
            try await eventually("the task waits for its answer") { executor.isIdle }
            // Kept in the middle of giving the answer the thread can do nothing else.
            executor.hold()
            gate.open()
            try await eventually("the thread is kept") { executor.isHolding }
            transport = nil
            #expect(dropped == nil)
            #expect(executor.isHolding && !inbox.isDone.load(ordering: .acquiring))
            executor.release()
            #expect(try await task.value.get().status == 200)
            try await eventually("the thread has done everything") { inbox.isDone.load(ordering: .acquiring) }
        }
    }

    @Test func `A transport that is stopped beside its requests answers all of them`() async throws {
        try await withServer(handler: ClosureHandler { _ in .init(status: 204) }) { server async throws in
            let transport = CurlTransport()
            try await withThrowingTaskGroup(of: TransferError.Code?.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        if number == 50 { transport.stop() }
                        do throws(TransferError) {
                            _ = try await transport.execute(ClientRequest(url: server.baseURL))
                            return nil
                        } catch {
                            return error.code
                        }
                    }
                }
                for try await code in group { #expect(code == nil || code == .shutdown) }
            }
            try await eventually("the thread is gone") { transport.hasEnded }
        }
    }

    @Test func `Jobs that drop what they sent through, each in a task, leave no transport and no thread`() async throws
    {
        try await withServer(handler: ClosureHandler { _ in .init(status: 204) }) { server async throws in
            let transport = PartitionedTransport()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<400 {
                    group.addTask {
                        // Some share a profile, and the last of them drops it while another one may just take it up.
                        let sender = transport.connecting(as: Self.profile(number % 40), allowing: nil)
                        return try await sender.execute(ClientRequest(url: server.baseURL, timeout: .seconds(30)))
                            .status
                    }
                }
                for try await status in group { #expect(status == 204) }
            }
            #expect(transport.count == 1)
            transport.shutdown()
            #expect(transport.endingCount == 0)
        }
    }

    @Test func `What was dropped is waited for by the shutdown`() async throws {
        try await withServer(handler: ClosureHandler { _ in .init(status: 204) }) { server async throws in
            let transport = PartitionedTransport()
            var sender: (any HTTPTransport)? = transport.connecting(as: Self.profile(1), allowing: nil)
            let answer = try await sender?.execute(ClientRequest(url: server.baseURL))
            #expect(answer?.status == 204)
            sender = nil
            #expect(transport.count == 1)
            transport.shutdown()
            #expect(transport.endingCount == 0)
            let late = transport.connecting(as: Self.profile(1), allowing: nil)
            let error = await #expect(throws: TransferError.self) {
                try await late.execute(ClientRequest(url: server.baseURL))
            }
            #expect(error?.code == .shutdown)
        }
    }

    @Test(arguments: [nil, 1]) func `Limits that are raised let waiting transfers start, those of profiles too`(
        _ profile: Int?
    ) async throws {
        let gate = Gate()
        var configuration = TransportConfiguration()
        configuration.maximumConnections = 1
        configuration.maximumConnectionsPerHost = 1
        try await withServer(handler: gate) { server async throws in
            defer { gate.open() }
            let transport = PartitionedTransport(configuration: configuration)
            defer { transport.shutdown() }
            let sender =
                profile.map { transport.connecting(as: Self.profile($0), allowing: nil) } ?? transport
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<3 {
                    group.addTask { try await sender.execute(ClientRequest(url: server.baseURL)).status }
                }
                await gate.waitForArrivals(1)
                #expect(gate.arrivals == 1)
                transport.limit(connections: 3, perHost: 3)
                await gate.waitForArrivals(3)
                // What is under way beyond a lower limit goes on.
                transport.limit(connections: 1, perHost: 1)
                gate.open()
                for try await status in group { #expect(status == 200) }
            }
        }
    }
}
