import TestSupport
import Testing
import Timing

/// What happens when more delivery ids come in than are remembered.
struct ReplayPressureTests {
    @Test func `Ids forgotten before their time are counted, and the log says so once a minute`() async throws {
        let narrow = ConfigurationText.make { $0.more = ["replay_capacity: 3"] }
        let clock = ManualClock()
        func warnings(_ client: ServiceClient) -> [String] {
            client.log.lines.filter { $0.contains("raise `replay_capacity`") }
        }
        try await withService(narrow, clock: clock) { client async throws in
            for number in 1...6 { #expect(try await client.deliver(event("evt-\(number)")).status == 202) }
            #expect(try await client.get("/metrics").text.contains("\ngradehook_replay_keys_evicted_total 3\n"))
            #expect(warnings(client).count == 1)
            clock.advance(by: .seconds(60))
            #expect(try await client.deliver(event("evt-7")).status == 202)
            #expect(warnings(client).count == 2)
            // The two that came within the minute and this one.
            #expect(warnings(client).last?.contains("forgotten=3") == true, "\(client.log.text)")
        }
    }
}
