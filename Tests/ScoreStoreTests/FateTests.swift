import Evaluation
import ScoreStore
import TestSupport
import Testing
import Timing

struct FateTests {
    @Test func `A fate comes back as it was saved, and nil for an event that never came`() async throws {
        try await withDatabase { database in
            let fate = FateRecord.make("evt-1", at: 7)
            try await database.saveFates([fate])
            let found1 = try await database.fate(eventID: "evt-1")
            #expect(found1 == fate)
            let found2 = try await database.fate(eventID: "evt-2")
            #expect(found2 == nil)
        }
    }

    @Test func `A record of an event's fate holds what the API answers`() {
        let time = Timestamp(seconds: 1_795_251_600)
        let fate = EventFate(eventID: "evt-1", source: "backend", state: .waiting, receivedAt: time, updatedAt: time)
        let record = FateRecord(fate)
        #expect(record.state == "waiting")
        #expect(record.source == "backend")
        #expect(record.detail == fate.json)
        #expect(record.updatedAt == time)
    }

    @Test func `A later fate replaces an earlier one, whichever is saved last`() async throws {
        try await withDatabase { database in
            try await database.saveFates([.make("evt-1", state: "written", at: 2)])
            try await database.saveFates([.make("evt-1", state: "accepted", at: 1)])
            let found3 = try await database.fate(eventID: "evt-1")?.state
            #expect(found3 == "written")
            try await database.saveFates([.make("evt-1", state: "dead", at: 2)])
            let found4 = try await database.fate(eventID: "evt-1")?.state
            #expect(found4 == "dead")
        }
    }

    @Test func `Events that share an id have a fate each, and the newest answers to it`() async throws {
        try await withDatabase { database in
            try await database.saveFates([
                .make("evt-1", serial: 2, source: "b", state: "written", at: 1),
                .make("evt-1", serial: 1, source: "a", state: "dead", at: 9),
            ])
            let newest = try await database.fate(eventID: "evt-1")?.state
            #expect(newest == "written")
            let named = try await database.fate(eventID: "evt-1", source: "a")?.state
            #expect(named == "dead")
            let stranger = try await database.fate(eventID: "evt-1", source: "c")
            #expect(stranger == nil)
        }
    }

    @Test func `Fates are counted by state and listed newest first`() async throws {
        try await withDatabase { database in
            try await database.saveFates([
                .make("a", state: "written", at: 1), .make("b", state: "dead", at: 3),
                .make("c", state: "written", at: 2),
            ])
            let found5 = try await database.fateCounts()
            #expect(found5 == ["written": 2, "dead": 1])
            let found6 = try await database.latestFates(limit: 2).map(\.eventID)
            #expect(found6 == ["b", "c"])
        }
    }

    @Test func `The oldest fates are forgotten once a twentieth too many are there`() async throws {
        try await withDatabase(maximumFates: 100) { database in
            for start in stride(from: 0, to: 1000, by: 10) {
                try await database.saveFates((start..<start + 10).map { .make("evt-\($0)", at: Int64($0)) })
            }
            let count = try await database.fateCounts().values.reduce(0, +)
            #expect(count >= 100)
            #expect(count <= 105)
            let found7 = try await database.fate(eventID: "evt-999")
            #expect(found7 != nil)
            let found8 = try await database.fate(eventID: "evt-0")
            #expect(found8 == nil)
        }
    }
}
