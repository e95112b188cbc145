import Evaluation
import JSON
import Langfuse
import TestSupport
import Testing

struct ScoreSinkConfigTests {
    private static let configs: [JSONObject] = [
        ["id": "num", "name": "Quality", "dataType": "NUMERIC", "minValue": 0, "maxValue": 1, "isArchived": false],
        ["id": "free", "name": "Free", "dataType": "NUMERIC", "minValue": nil, "maxValue": nil, "isArchived": false],
        [
            "id": "cat", "name": "Tone", "dataType": "CATEGORICAL", "isArchived": false,
            "categories": [["label": "joyful", "value": 1], ["label": "urgent", "value": 2]],
        ],
        ["id": "bool", "name": "Safe", "dataType": "BOOLEAN", "isArchived": false],
        ["id": "old", "name": "Old", "dataType": "NUMERIC", "isArchived": true],
    ]

    private static func write(_ scores: [Score]) async throws -> (outcomes: [ScoreWriteOutcome], fake: FakeLangfuse) {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            for config in configs { setup.fake.add(scoreConfig: config) }
            return (await setup.sink.write(scores), setup.fake)
        }
    }

    @Test(arguments: [
        ("num", ScoreValue.numeric(0), "Quality"), ("num", .numeric(1), "Quality"), ("free", .numeric(-1e9), "Free"),
        ("cat", .categorical("joyful"), "Tone"), ("bool", .boolean(false), "Safe"),
    ])
    func `A score that fits its config is written under the config's own name`(
        config: String, value: ScoreValue, name: String
    ) async throws {
        let (outcomes, fake) = try await Self.write([.make(value: value, configID: config)])
        #expect(outcomes == [.written])
        #expect(fake.scores.map { $0.body["name"] } == [.string(name)])
        #expect(fake.droppedScores.isEmpty)
    }

    @Test(arguments: [
        ("num", ScoreValue.numeric(1.01), "above the maximum"), ("num", .numeric(-0.01), "below the minimum"),
        ("num", .boolean(true), "NUMERIC"), ("cat", .categorical("Joyful"), "joyful, urgent"),
        ("bool", .numeric(1), "BOOLEAN"), ("old", .numeric(1), "archived"), ("none", .numeric(1), "no score config"),
    ])
    func `A score Langfuse would silently drop is refused with the reason`(
        config: String, value: ScoreValue, reason: String
    ) async throws {
        let (outcomes, fake) = try await Self.write([.make(value: value, configID: config), .make(id: "beside")])
        #expect(outcomes.first?.rejection?.contains(reason) == true)
        #expect(outcomes.last == .written)
        #expect(fake.scores.map(\.id) == ["beside"])
        #expect(fake.droppedScores.isEmpty)
    }

    @Test func `A config is asked for once, and again after some minutes`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            for config in Self.configs { setup.fake.add(scoreConfig: config) }
            let sink = setup.sink
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask { _ = await sink.write([.make(id: "\(number)", configID: "num")]) }
                }
            }
            #expect(setup.fake.requests(to: .scoreConfigs).count == 1)
            setup.clock.advance(by: .seconds(301))
            _ = await sink.write([.make(configID: "num")])
            #expect(setup.fake.requests(to: .scoreConfigs).count == 2)
        }
    }

    @Test func `A config does not wait for another one`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            for config in Self.configs { setup.fake.add(scoreConfig: config) }
            let sink = setup.sink
            setup.fake.hold(.scoreConfigs)
            async let first = sink.write([.make(id: "1", configID: "num")])
            await setup.fake.waitForRequests(1, to: .scoreConfigs)
            async let second = sink.write([.make(id: "2", configID: "free")])
            try await eventually("the second config to be asked for", within: .seconds(10)) {
                setup.fake.requests(to: .scoreConfigs).count == 2
            }
            setup.fake.release(.scoreConfigs)
            #expect(await first + second == [.written, .written])
        }
    }

    @Test func `A config made after the first refusal is seen within half a minute`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            let sink = setup.sink
            #expect(await sink.write([.make(configID: "num")]).first?.rejection != nil)
            for config in Self.configs { setup.fake.add(scoreConfig: config) }
            setup.clock.advance(by: .seconds(31))
            #expect(await sink.write([.make(configID: "num")]) == [.written])
        }
    }

    @Test func `While configs cannot be read the scores that need one wait`() async throws {
        try await withLangfuse(FakeLangfuse(mode: .v4)) { setup in
            setup.fake.fail(.scoreConfigs, .tooManyRequests(retryAfter: 11))
            let outcomes = await setup.sink.write([.make(configID: "num"), .make(id: "beside")])
            #expect(outcomes.first?.retryAfter == .seconds(11))
            #expect(outcomes.last == .written)
        }
    }
}
