import ChatModels
import Evaluation
import JSON
import Judges
import TestSupport
import Testing
import Timing

@Suite struct BudgetGateTests {
    /// A model each of whose replies costs so much.
    private static func model(costing dollars: Double, text: String = #"{"reason": "because", "score": 1}"#)
        -> ScriptedModel
    {
        ScriptedModel(
            .success(
                ChatReply(
                    text: text, finishReason: "stop", model: "m", promptTokens: 90, completionTokens: 10, cost: dollars)
            ))
    }

    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    @Test func `At the limit the judge is not asked, and the reason says which limit and until when`() async throws {
        let model = Self.model(costing: 0.25)
        let fixture = try GateFixture(
            model, budget: ["daily_usd": 1, "sample_from": 1], now: try time("2026-11-21T23:00:00Z"))
        for _ in 0..<4 { #expect(await fixture.grade().grade != nil) }
        let outcome = await fixture.grade()
        guard case .skipped(let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let end = try time("2026-11-22T00:00:00Z").rfc3339
        #expect(reason == "budget: `daily_usd` of this judge is spent; the judge is asked again from \(end)")
        #expect(model.requests.count == 4)
        #expect(fixture.heard.words == ["tone budget stopped", "tone skipped stopped"])
    }

    @Test func `The day ends at midnight UTC, not before`() async throws {
        let fixture = try GateFixture(
            Self.model(costing: 1), budget: ["daily_usd": 1, "sample_from": 1], now: try time("2026-11-21T10:00:00Z"))
        _ = await fixture.grade()
        fixture.clock.advance(by: .seconds(14 * 3_600) - .microseconds(1))
        #expect(await fixture.grade().isSkipped)
        fixture.clock.advance(by: .microseconds(1))
        #expect(await fixture.grade().grade != nil)
        #expect(
            fixture.heard.words == [
                "tone budget stopped", "tone skipped stopped", "tone budget open",
            ])
    }

    @Test(arguments: [
        ("2026-11-30T23:59:59Z", "2026-12-01T00:00:00Z"), ("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("2028-02-29T12:00:00Z", "2028-03-01T00:00:00Z"), ("2026-12-31T23:59:59.999999Z", "2027-01-01T00:00:00Z"),
    ]) func `The month ends with its last day`(_ start: String, _ end: String) async throws {
        let (start, end) = (try time(start), try time(end))
        let fixture = try GateFixture(
            Self.model(costing: 1), budget: ["monthly_usd": 1, "sample_from": 1], now: start)
        _ = await fixture.grade()
        #expect(fixture.gate.standing?.end == end)
        fixture.clock.advance(by: end - start - .microseconds(1))
        #expect(await fixture.grade().isSkipped)
        fixture.clock.advance(by: .microseconds(1))
        #expect(await fixture.grade().grade != nil)
    }

    @Test func `A new day frees the daily limit, not the monthly one`() async throws {
        let fixture = try GateFixture(
            Self.model(costing: 1), budget: ["daily_usd": 1, "monthly_usd": 2, "sample_from": 1],
            now: try time("2026-11-10T10:00:00Z"))
        _ = await fixture.grade()
        fixture.clock.advance(by: .seconds(86_400))
        _ = await fixture.grade()
        // Both are spent; the month lasts longer.
        #expect(fixture.gate.standing?.end == (try time("2026-12-01T00:00:00Z")))
        fixture.clock.advance(by: .seconds(86_400))
        #expect(await fixture.grade().isSkipped)
    }

    @Test(arguments: [
        (0.5, 1.0), (0.8, 1.0), (0.85, 0.75), (0.9, 0.5), (0.95, 0.25), (0.999, 0.005), (1, 0), (1.2, 0),
    ]) func `Above the share only a part of the traces is judged, measured over many ids`(
        _ spent: Double, _ rate: Double
    ) async throws {
        // A judgement costs nothing, so that the share stands still.
        let fixture = try GateFixture(Self.model(costing: 0), budget: ["daily_usd": 1])
        fixture.meter.callFinished(
            ChatCallReport(model: "judge", judge: "tone", duration: .zero, cost: spent))
        var judged: [String] = []
        for index in 0..<4_000 where await fixture.grade("trace-\(index)").grade != nil {
            judged.append("trace-\(index)")
        }
        // Three standard deviations of a share of 4,000 are at most 0.024.
        #expect(abs(Double(judged.count) / 4_000 - rate) < 0.024)
        for id in judged.prefix(50) { #expect(await fixture.grade(id).grade != nil, "the same traces each time") }
    }

    @Test func `Those that remain are not those of the rules' sample`() {
        let ids = (0..<4_000).map { "trace-\($0)" }
        let inRules = ids.filter { Sampling.includes($0, rate: 0.25) }
        let inBoth = inRules.filter { Sampling.includes($0, rate: 0.25, in: .budgets) }
        #expect(abs(Double(inBoth.count) / Double(inRules.count) - 0.25) < 0.05)
    }

    @Test func `The budget of all judges holds each of them, whoever spent it`() async throws {
        let total = Budget([.init(.day, .usd, 1)], sampleFrom: 1)
        let fixture = try GateFixture(Self.model(costing: 0.25), total: total)
        fixture.meter.callFinished(ChatCallReport(model: "judge", judge: "another", duration: .zero, cost: 0.9))
        #expect(await fixture.grade().grade != nil)
        guard case .skipped(let reason) = await fixture.grade() else {
            Issue.record("it was asked")
            return
        }
        #expect(reason.contains("`daily_usd` of all judges"))
        #expect(fixture.gates.totals.map(\.spent) == [1.15])
        #expect(fixture.gate.amounts.isEmpty)
    }

    @Test func `A judge's own budget does not feel what others spend`() async throws {
        let fixture = try GateFixture(Self.model(costing: 0.25), budget: ["daily_usd": 1, "sample_from": 1])
        fixture.meter.callFinished(ChatCallReport(model: "judge", judge: "another", duration: .zero, cost: 50))
        #expect(await fixture.grade().grade != nil)
        #expect(fixture.gate.amounts.map(\.spent) == [0.25])
    }

    @Test(arguments: ["daily_calls", "monthly_calls"])
    func `Calls are counted, failed ones too`(_ key: String) async throws {
        let model = ScriptedModel(.failure(.init(code: .unavailable, message: "Away.")))
        let fixture = try GateFixture(model, budget: [key: 3, "sample_from": 1])
        for _ in 0..<3 { #expect(await fixture.grade().failure != nil) }
        #expect(await fixture.grade().isSkipped)
    }

    @Test func `Replies that were no verdict cost what they cost`() async throws {
        let fixture = try GateFixture(
            Self.model(costing: 0.5, text: "prose"), budget: ["daily_usd": 1, "sample_from": 1])
        for _ in 0..<2 { #expect(await fixture.grade().failure?.code == .unparseable) }
        #expect(await fixture.grade().isSkipped)
    }

    @Test func `Tokens of prompt and reply are counted`() async throws {
        let fixture = try GateFixture(Self.model(costing: 0), budget: ["daily_tokens": 200, "sample_from": 1])
        for _ in 0..<2 { #expect(await fixture.grade().grade != nil) }
        #expect(await fixture.grade().isSkipped)
    }

    @Test func `Calls under way when the limit is reached are the most by which it is exceeded`() async throws {
        let model = HeldModel()
        let fixture = try GateFixture(model, budget: ["daily_calls": 1, "sample_from": 1])
        model.hold()
        async let first = fixture.grade()
        await model.waitForHeld()
        #expect(await fixture.grade().grade != nil)
        #expect(await fixture.grade().isSkipped)
        model.release(.text(#"{"reason": "because", "score": 1}"#))
        #expect(await first.grade != nil)
        #expect(fixture.gate.amounts.map(\.spent) == [2])
    }

    /// Sections that make no sense, the place of the fault, and words of the message.
    static let mistakes: [(JSONObject, String, String)] = [
        ([:], "/graders/0/budget", "needs a limit"), (["sample_from": 0.5], "/graders/0/budget", "needs a limit"),
        (["daily_usd": 0], "/graders/0/budget/daily_usd", "from 0.01"),
        (["daily_usd": "5"], "/graders/0/budget/daily_usd", "a number"),
        (["daily_usd": 5, "sample_from": 2], "/graders/0/budget/sample_from", "from 0 to 1"),
        (["weekly_usd": 5], "/graders/0/budget/weekly_usd", "unknown key"),
    ]

    @Test(arguments: mistakes)
    func `A budget that makes no sense is refused at its place`(_ mistake: (JSONObject, String, String)) throws {
        let error = try #require(throws: JSONReadError.self) {
            _ = try GateFixture(ScriptedModel(""), budget: mistake.0)
        }
        #expect(error.pointer == mistake.1)
        #expect(error.message.contains(mistake.2), "\(error.message)")
    }
}
