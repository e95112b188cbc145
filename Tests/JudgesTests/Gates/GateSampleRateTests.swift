import ChatModels
import Evaluation
import JSON
import Judges
import TestSupport
import Testing

/// The share of the traces in which there is such a grade, as the gate notes it.
@Suite struct GateSampleRateTests {
    /// Finds a trace whose place among the samples of budgets lies in `range`.
    private static func trace(in range: Range<Double>) throws -> String {
        try #require(
            (0..<10_000).lazy.map { "trace-\($0)" }.first { range.contains(Sampling.position(of: $0, in: .budgets)) })
    }

    private static func isAbout(_ rate: Double?, _ expected: Double) -> Bool {
        rate.map { abs($0 - expected) < 1e-9 } ?? false
    }

    /// What the judge and all judges together have spent of their limits, and the share that leaves.
    static let standings: [(own: Double?, total: Double?, rate: Double)] = [
        (nil, nil, 1), (0.5, nil, 1), (0.9, nil, 0.5), (nil, 0.95, 0.25), (0.9, 0.95, 0.25), (0.95, 0.9, 0.25),
    ]

    @Test(arguments: standings)
    func `A grade tells what share of the traces the tightest budget left when it was asked`(
        _ standing: (own: Double?, total: Double?, rate: Double)
    ) async throws {
        let total = standing.total.map { _ in Budget([.init(.day, .usd, 10)]) }
        let fixture = try GateFixture(
            ScriptedModel(agreeing: 0.5), budget: standing.own.map { _ in ["daily_usd": 1] }, total: total)
        fixture.spend(standing.own ?? 0)
        let others = (standing.total ?? 0) * 10 - (standing.own ?? 0)
        fixture.meter.callFinished(ChatCallReport(model: "judge", judge: "other", duration: .zero, cost: others))
        let grade = await fixture.grade(try Self.trace(in: 0..<0.2)).grade
        #expect(Self.isAbout(grade?.sampleRate, standing.rate), "\(String(describing: grade?.sampleRate))")
    }

    @Test func `Weighted by the inverse of their shares, the grades add up to the number of the traces`() async throws {
        // Each call costs a thousandth, so that from 800 calls on fewer and fewer of 2,000 traces are judged.
        let model = ScriptedModel(
            .success(ChatReply(text: #"{"reason": "r", "score": 1}"#, finishReason: "stop", model: "m", cost: 0.001)))
        let fixture = try GateFixture(model, budget: ["daily_usd": 1])
        var (count, weight) = (0, 0.0)
        for index in 0..<1_200 {
            guard let rate = await fixture.grade("trace-\(index)").grade?.sampleRate else { continue }
            count += 1
            weight += 1 / rate
        }
        #expect(count < 1_000)
        // The weights of the last ones are large, so that this is a wide measure; unweighted it would be off by 200.
        #expect(abs(weight - 1_200) < 100, "\(count) graded, \(weight)")
    }

    @Test func `A repeat from what is kept weighs as much as the first time, unless more may be asked by now`()
        async throws
    {
        let model = ScriptedModel(agreeing: 0.5)
        let fixture = try GateFixture(model, budget: ["daily_usd": 1], caches: true)
        fixture.spend(0.9)
        let id = try Self.trace(in: 0..<0.2)
        #expect(Self.isAbout(await fixture.grade(id).grade?.sampleRate, 0.5))
        fixture.spend(0.05)
        #expect(Self.isAbout(await fixture.grade(id).grade?.sampleRate, 0.5), "judged within a smaller share")
        fixture.spend(1)
        #expect(Self.isAbout(await fixture.grade(id).grade?.sampleRate, 0.5), "judged for nothing")
        fixture.clock.advance(by: .seconds(86_400 - 1))
        #expect(Self.isAbout(await fixture.grade(id).grade?.sampleRate, 1), "a new day")
        #expect(model.requests.count == 1)
    }

    @Test func `Traces that are alike weigh as many as they are, however few of them are asked about`() async throws {
        let model = ScriptedModel(agreeing: 0.5)
        let fixture = try GateFixture(model, budget: ["daily_usd": 1], caches: true)
        fixture.spend(0.9)
        var graded = 0
        for index in 0..<400 {
            let id = "trace-\(index)"
            let outcome = await fixture.grade(id)
            guard Sampling.includes(id, rate: 0.5, in: .budgets) else {
                #expect(outcome.isSkipped, "\(outcome)")
                continue
            }
            graded += 1
            #expect(Self.isAbout(outcome.grade?.sampleRate, 0.5))
        }
        #expect((160...240).contains(graded), "\(graded)")
        #expect(model.requests.count == 1)
    }

    @Test func `Whoever is answered by the reply to another weighs as it would have if it had asked`() async throws {
        let model = ScriptedModel(agreeing: 0.5)
        let fixture = try GateFixture(model, budget: ["daily_usd": 1], caches: true)
        #expect(Self.isAbout(await fixture.grade("asks first").grade?.sampleRate, 1))
        fixture.spend(0.9)
        let (included, excluded) = (try Self.trace(in: 0..<0.4), try Self.trace(in: 0.6..<1))
        #expect(Self.isAbout(await fixture.grade(included).grade?.sampleRate, 0.5))
        #expect(await fixture.grade(excluded).isSkipped)
        #expect(Self.isAbout(await fixture.grade("asks first").grade?.sampleRate, 1), "a repeat")
        #expect(model.requests.count == 1)
    }

    @Test func `A paused judge answers whoever is in the share from every reply, by the share of the budgets`()
        async throws
    {
        let model = ScriptedModel { _, index in
            index == 1 ? .failure(.init(code: .unauthorized, message: "No.")) : .text(#"{"reason": "r", "score": 1}"#)
        }
        let fixture = try GateFixture(model, budget: ["daily_usd": 1], caches: true)
        _ = await fixture.grade("asks first")
        _ = await fixture.grade("fails", output: "new")
        #expect(fixture.gate.pause?.reason == .auth)
        fixture.spend(0.9)
        let (included, excluded) = (try Self.trace(in: 0..<0.4), try Self.trace(in: 0.6..<1))
        #expect(Self.isAbout(await fixture.grade(included).grade?.sampleRate, 0.5))
        #expect(await fixture.grade(excluded).isSkipped)
    }

    @Test func `Failures and skips have none, and the shares of votes are those of the whole`() async throws {
        let more: JSONObject = ["criteria": "Good.", "votes": 3]
        let fixture = try GateFixture(ScriptedModel(agreeing: 0.5), more)
        #expect(await fixture.grade().grade?.sampleRate == 1)
        let silent = try GateFixture(ScriptedModel("prose"))
        #expect(await silent.grade().failure?.code == .unparseable)
    }
}
