import ChatModels
import FoundationEssentials
import GRDB
import Synchronization
import TestSupport
import Testing
import Timing

@testable import ModelStore

struct ResponseDatabaseTests {
    private static let earliest = Timestamp(seconds: 0)

    @Test func `What was kept is there after opening again, whole`() async throws {
        try await withTemporaryFile { path in
            let clock = ManualClock()
            let whole = KeptReply(
                reply: ChatReply(
                    text: "{\"score\": 1}\u{0} é", finishReason: "stop", model: "m-1", promptTokens: 7,
                    cachedPromptTokens: 3, completionTokens: 2, cost: 0.25,
                    logprobs: [
                        TokenLogprobs(
                            chosen: .init(token: "1", logprob: -0.1), top: [.init(token: "2", logprob: -2.5)])
                    ], format: .toolCall),
                keptAt: clock.now())
            let first = try await Self.open(path, clock)
            first.keep(whole, under: .numbered(1))
            await first.close()
            let second = try await Self.open(path, clock)
            #expect(await second.reply(.numbered(1), keptAfter: Self.earliest) == whole)
            #expect(await second.reply(.numbered(2), keptAfter: Self.earliest) == nil)
            #expect(await second.reply(.numbered(1), keptAfter: clock.now()) == nil, "kept then, not after")
            second.forget(.numbered(1))
            await second.settle()
            #expect(await second.reply(.numbered(1), keptAfter: Self.earliest) == nil)
            #expect(second.faults == [:])
            await second.close()
        }
    }

    @Test func `A vector is there after opening again, to the last bit`() async throws {
        try await withTemporaryFile { path in
            let clock = ManualClock()
            let vector = KeptVector(
                numbers: [0.1, -3.4e38, .leastNonzeroMagnitude, 0], model: "v-1", promptTokens: 7, cost: 0.25,
                sampleRate: 0.5)
            let first = try await Self.open(path, clock)
            first.keep(KeptReply(vector: vector, keptAt: clock.now()), under: .numbered(1))
            await first.close()
            let second = try await Self.open(path, clock)
            let kept = await second.reply(.numbered(1), keptAfter: Self.earliest)
            #expect(kept == KeptReply(vector: vector, keptAt: clock.now()))
            await second.close()
        }
    }

    @Test func `The file holds no more than it may, the newest replies, and none beyond their time`() async throws {
        try await withTemporaryFile { path in
            let clock = ManualClock()
            let database = try await Self.open(path, clock, maximumBytes: 100_000)
            for number in 0..<1_000 {
                clock.advance(by: .seconds(1))
                database.keep(.text(String(repeating: "x", count: 1_000), at: clock.now()), under: .numbered(number))
            }
            await database.settle()
            clock.advance(by: .seconds(120))
            database.keep(.text("last", at: clock.now()), under: .numbered(1_000))
            await database.close()
            let (count, bytes, newest) = try await Self.contents(path)
            #expect(bytes <= 100_000)
            #expect(count > 50, "\(count)")
            #expect(newest == clock.now().microseconds)
            clock.advance(by: .seconds(3_601))
            await (try await Self.open(path, clock, maximumBytes: 100_000)).close()
            #expect(try await Self.contents(path).count == 0)
        }
    }

    @Test func `A file that is damaged is not used, and told what to do about`() async throws {
        try await withTemporaryFile { path in
            let content = Data(String(repeating: "not a database\n", count: 1_000).utf8)
            try content.write(to: URL(filePath: path))
            let error = await #expect(throws: ModelStoreError.self) { _ = try await Self.open(path, ManualClock()) }
            #expect(error?.message.contains(path) == true)
            #expect(error?.message.contains("delete it") == true, "\(error?.message ?? "")")
            #expect(try Data(contentsOf: URL(filePath: path)) == content)
        }
    }

    @Test func `A file that fails later finds nothing, keeps nothing, is counted, and told of once`() async throws {
        try await withTemporaryFile { path in
            let told = Mutex<[String]>([])
            let clock = ManualClock()
            let database = try await Self.open(path, clock) { message in told.withLock { $0.append(message) } }
            let other = try DatabaseQueue(path: path)
            try await other.write { try $0.execute(sql: "DROP TABLE replies") }
            for number in 0..<3 {
                #expect(await database.reply(.numbered(number), keptAfter: Self.earliest) == nil)
                database.keep(.text("secret reply", at: clock.now()), under: .numbered(number))
                await database.settle()
            }
            #expect(database.faults == [.read: 3, .write: 3])
            let messages = told.withLock { $0 }
            #expect(messages.count == 1)
            #expect(messages[0].contains(path))
            #expect(!messages[0].contains("secret reply"))
            await database.close()
        }
    }

    @Test func `A disk without room keeps nothing and fails nothing`() async throws {
        try await withTemporaryFile { path in
            let told = Mutex<[String]>([])
            let clock = ManualClock()
            let database = try await Self.open(path, clock) { message in told.withLock { $0.append(message) } }
            // SQLite says the same when the disk is full. https://www.sqlite.org/pragma.html#pragma_max_page_count
            try await database.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1") }
            database.keep(.text(String(repeating: "x", count: 100_000), at: clock.now()), under: .numbered(1))
            await database.settle()
            #expect(await database.reply(.numbered(1), keptAfter: Self.earliest) == nil)
            #expect(database.faults == [.write: 1])
            #expect(told.withLock { $0 }.first?.contains("no space") == true)
            await database.close()
        }
    }

    @Test func `Replies that come faster than they are written are dropped by all their bytes, until that is done`()
        async throws
    {
        try await withTemporaryFile { path in
            let clock = ManualClock()
            let database = try await Self.open(path, clock)
            var reply = ChatReply(text: "x", finishReason: "stop", model: "m-1")
            let candidate = TokenLogprobs.Candidate(token: "x", logprob: -1)
            let token = TokenLogprobs(chosen: candidate, top: Array(repeating: candidate, count: 20))
            reply.logprobs = Array(repeating: token, count: 1_000)
            let large = KeptReply(reply: reply, keptAt: clock.now())
            let taken = (16 << 20) / large.size
            try #require(taken > 1 && taken < 30)
            // While this runs nothing is written, and after it nothing can be.
            try await database.pool.writeWithoutTransaction { connection in
                for number in 0..<30 { database.keep(large, under: .numbered(number)) }
                try connection.execute(sql: "DROP TABLE replies")
            }
            await database.settle()
            #expect(database.faults == [.write: taken, .backlog: 30 - taken])
            database.keep(large, under: .numbered(30))
            await database.settle()
            #expect(database.faults == [.write: taken + 1, .backlog: 30 - taken])
            await database.close()
        }
    }

    private static func open(
        _ path: String, _ clock: ManualClock, maximumBytes: Int = 1 << 20,
        trouble: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> ResponseDatabase {
        try await ResponseDatabase.open(
            path: path, lifetime: .seconds(3_600), maximumBytes: maximumBytes, time: clock, trouble: trouble)
    }

    private static func contents(_ path: String) async throws -> (count: Int, bytes: Int, newest: Int64?) {
        let queue = try DatabaseQueue(path: path)
        return try await queue.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT COUNT(*) AS n, IFNULL(SUM(bytes), 0) AS b, MAX(kept_at) AS t FROM replies")
            return (row?["n"] ?? -1, row?["b"] ?? -1, row?["t"])
        }
    }

    private func withTemporaryFile(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gradehook-replies-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path + "/responses.sqlite")
    }
}

extension KeptReply {
    fileprivate static func text(_ text: String, at time: Timestamp) -> KeptReply {
        KeptReply(reply: ChatReply(text: text, finishReason: "stop", model: "m-1"), keptAt: time)
    }
}

extension ResponseKey {
    fileprivate static func numbered(_ number: Int) -> ResponseKey {
        ResponseKey(
            ChatRequest(messages: [ChatMessage(role: .user, content: String(number))]), to: .openAI(model: "m-1"))
    }
}
