import Cryptography
import HTTPClient
import Langfuse
import TestSupport
import Testing

struct LangfuseProbeTests {
    @Test(arguments: [
        (FakeLangfuse.Mode.v3, "3.225.4", ServerGeneration.Readers.v3, false),
        (.v4, "4.16.0", .v4, false),
        (.v4, "4.58.9", .v4, false),
        (.v4, "4.59.0", .v4, true),
        (.v3, "4.60.0", .v3, true),
        (.v4, "nightly", .v4, false),
    ])
    func `The server says its version, its project and its readers`(
        mode: FakeLangfuse.Mode, version: String, readers: ServerGeneration.Readers, takesArrays: Bool
    ) async throws {
        try await withLangfuse(FakeLangfuse(mode: mode, version: version)) { setup in
            let generation = try await setup.probe.probe()
            #expect(generation.readers == readers)
            #expect(generation.version == LangfuseVersion(version))
            #expect(generation.projectID == setup.fake.projectID)
            #expect(generation.takesScoreArrays == takesArrays)
            #expect(setup.fake.requests.map(\.path) == ["/health", "/projects", "/v2/observations"])
        }
    }

    @Test func `The answer is kept`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            #expect(setup.probe.current == nil)
            let first = try await setup.probe.probe()
            let found1 = try await setup.probe.probe()
            #expect(found1 == first)
            #expect(setup.probe.current == first)
            #expect(setup.fake.requests.count == 3)
        }
    }

    @Test func `Concurrent callers share one round of questions`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.hold(.health)
            try await withThrowingTaskGroup(of: ServerGeneration.Readers.self) { group in
                for _ in 0..<20 { group.addTask { try await setup.probe.probe().readers } }
                await setup.fake.waitForRequests(1, to: .health)
                setup.fake.release(.health)
                for try await readers in group { #expect(readers == .v4) }
            }
            #expect(setup.fake.requests(to: .health).count == 1)
        }
    }

    @Test func `A cancelled caller does not take the answer from the others`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.hold(.health)
            let first = Task { try? await setup.probe.probe() }
            await setup.fake.waitForRequests(1, to: .health)
            async let second = setup.probe.probe()
            first.cancel()
            #expect(await first.value == nil)
            setup.fake.release(.health)
            let found2 = try await second.readers
            #expect(found2 == .v4)
        }
    }

    @Test func `A server below a sub-path is found there`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3, basePath: "/apps/langfuse")) { setup in
            let found3 = try await setup.probe.probe().readers
            #expect(found3 == .v3)
        }
    }

    @Test func `A wrong base URL is named`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v3, basePath: "/apps")) { setup in
            let wrong = try LangfuseConfiguration(
                baseURL: String(setup.configuration.baseURL.dropLast("/apps".count)), publicKey: "pk",
                secretKey: Secret("sk"))
            let probe = LangfuseProbe(configuration: wrong, transport: setup.transport, time: setup.clock)
            let error = await #expect(throws: LangfuseError.self) { try await probe.probe() }
            #expect(error?.code == .malformed)
            #expect(error?.message.contains("base_url") == true)
        }
    }

    @Test func `Wrong keys are named without being shown`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            let wrong = try LangfuseConfiguration(
                baseURL: setup.configuration.baseURL, publicKey: "pk-wrong", secretKey: Secret("sk-wrong"))
            let probe = LangfuseProbe(configuration: wrong, transport: setup.transport, time: setup.clock)
            let error = try #require(await #expect(throws: LangfuseError.self) { try await probe.probe() })
            #expect(error.code == .unauthorized)
            #expect(error.message.contains("401"))
            #expect(error.message.contains("secret_key"))
            #expect(!error.message.contains("pk-wrong") && !error.message.contains("sk-wrong"))
        }
    }

    @Test func `Keys that the server repeats are masked`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(
                .projects, .status(401, message: "no such key \(setup.fake.secretKey), \(setup.fake.publicKey)"))
            let error = try #require(await #expect(throws: LangfuseError.self) { try await setup.probe.probe() })
            #expect(error.message.contains("no such key <redacted>, <redacted>"))
        }
    }

    @Test func `A server that is away is asked again the next time`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(.health, .status(503))
            let error = await #expect(throws: LangfuseError.self) { try await setup.probe.probe() }
            #expect(error?.code == .unavailable)
            #expect(setup.probe.current == nil)
            let found4 = try await setup.probe.probe().readers
            #expect(found4 == .v4)
            #expect(setup.observer.probes == 2)
        }
    }

    @Test func `Trouble with the probing route is not taken for version 3`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(.observations, .status(500))
            let error = await #expect(throws: LangfuseError.self) { try await setup.probe.probe() }
            #expect(error?.code == .unavailable)
        }
    }

    @Test func `Something that is not Langfuse is named as such`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(.health, .garbage)
            let error = await #expect(throws: LangfuseError.self) { try await setup.probe.probe() }
            #expect(error?.code == .malformed)
        }
    }
}
