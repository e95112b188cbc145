import HTTPServer
import JSON
import ScoreStore
import Service
import TestSupport
import Testing

/// What keeps a service from starting.
struct StartTests {
    @Test func `A port that is taken is an error that names it`() async throws {
        try await withService { client in
            let second = ConfigurationText.make { $0.listen = "127.0.0.1:\(client.port)" }
            let error = await #expect(throws: ListenerError.self) { try await withService(second) { _ in } }
            #expect(error.map { "\($0)".contains("\(client.port)") } == true)
        }
    }

    @Test func `A data folder that cannot be made is an error that names it`() async throws {
        let error = await #expect(throws: ServiceError.self) {
            try await withService(variables: ["DATA": "/dev/null/data"]) { _ in }
        }
        #expect(error?.message.contains("/dev/null/data") == true)
    }

    @Test func `Scores and fates are still there after a restart, and grading again overwrites them`() async throws {
        try await withTemporaryFolder { folder in
            var before: [String?] = []
            for round in 0..<2 {
                try await withService(variables: ["DATA": folder]) { client async throws in
                    if round == 1 { #expect(try await client.fate("evt-1")["state"] == "written") }
                    #expect(try await client.deliver(event("evt-1"), id: "d-1").status == 202)
                    #expect(try await client.fate("evt-1")["state"] == "written")
                    let scores = try await client.scores()
                    #expect(scores.count == 1)
                    before.append(scores.first?["id"]?.string)
                }
            }
            #expect(before[0] == before[1])
        }
    }
}
