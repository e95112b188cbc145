import ChatModels
import Evaluation
import Judges
import Synchronization
import TestSupport
import Testing
import Timing

@Suite struct AutoPauseTests {
    /// Faults of a model, the reason they count for, how many in a row it takes, and the code while paused.
    struct Fault: Sendable, CustomTestStringConvertible {
        var reason: PauseReason
        var limit: Int
        var code: GradeFailure.Code
        var answer: ScriptedModel.Answer

        var testDescription: String { "\(reason): \(answer)" }
    }

    static let faults = [
        Fault(reason: .auth, limit: 1, code: .auth, answer: .failure(.init(code: .unauthorized, message: "No."))),
        Fault(reason: .quota, limit: 3, code: .budget, answer: .failure(.init(code: .quotaExhausted, message: "No."))),
        Fault(reason: .unparseable, limit: 5, code: .unparseable, answer: .text("Seven out of ten.")),
        Fault(reason: .unparseable, limit: 5, code: .unparseable, answer: .text(#"{"score": 7, "reason": "x"}"#)),
        Fault(
            reason: .unparseable, limit: 5, code: .unparseable,
            answer: .text(#"{"reason": "It"#, finishReason: "length")),
        Fault(
            reason: .rateLimited, limit: 10, code: .rateLimited,
            answer: .failure(.init(code: .rateLimited, message: "No."))),
    ]

    private static let verdict = ScriptedModel.Answer.text(#"{"reason": "because", "score": 1}"#)

    @Test(arguments: faults) func `A judge pauses at the exact number of failures in a row`(_ fault: Fault) async throws
    {
        let model = ScriptedModel(fault.answer)
        let fixture = try GateFixture(model)
        for count in 1..<fault.limit {
            _ = await fixture.grade()
            #expect(fixture.gate.pause == nil, "after \(count)")
        }
        _ = await fixture.grade()
        let pause = try #require(fixture.gate.pause)
        #expect(pause.reason == fault.reason)
        #expect(pause.failures == fault.limit)
        #expect(pause.since == fixture.clock.now())
        #expect(pause.until == fixture.clock.now() + .seconds(60))
        #expect(fixture.heard.words == ["tone paused \(fault.reason)"])

        #expect(model.requests.count == fault.limit)
        let refusal = try #require(await fixture.grade().failure)
        #expect(model.requests.count == fault.limit, "a paused judge asks nothing")
        #expect(refusal.code == fault.code)
        #expect(refusal.isTransient)
        let wait = try #require(refusal.retryAfter)
        #expect(wait >= .seconds(60) && wait <= .seconds(66))
    }

    @Test(arguments: faults.filter { $0.limit > 1 })
    func `A success between begins the count anew`(_ fault: Fault) async throws {
        let model = ScriptedModel { _, index in index == fault.limit - 1 ? Self.verdict : fault.answer }
        let fixture = try GateFixture(model)
        for _ in 1..<(2 * fault.limit) { _ = await fixture.grade() }
        #expect(fixture.gate.pause == nil)
        _ = await fixture.grade()
        #expect(fixture.gate.pause?.reason == fault.reason)
        #expect(model.requests.count == 2 * fault.limit)
    }

    @Test func `The message names judge, cause, times and what to do`() async throws {
        let fixture = try GateFixture(ScriptedModel(.failure(.init(code: .unauthorized, message: "Key refused."))))
        _ = await fixture.grade()
        let message = try #require(await fixture.grade().failure).message
        let pause = try #require(fixture.gate.pause)
        for part in [
            "`tone`", "Key refused.", pause.since.rfc3339, pause.until.rfc3339, "credentials", "SIGHUP",
        ] { #expect(message.contains(part), "\(part) in: \(message)") }
    }

    @Test func `A failure of key or quota is no fault of the sample, so it is tried again; an unreadable reply is not`()
        async throws
    {
        let key = try GateFixture(ScriptedModel(.failure(.init(code: .unauthorized, message: "No."))))
        #expect(try #require(await key.grade().failure).isTransient)
        let quota = try GateFixture(ScriptedModel(.failure(.init(code: .quotaExhausted, message: "No."))))
        #expect(try #require(await quota.grade().failure).isTransient)
        #expect(quota.gate.pause == nil)
        let prose = try GateFixture(ScriptedModel("Seven."))
        for _ in 0..<5 { #expect(try #require(await prose.grade().failure).isTransient == false) }
        #expect(prose.gate.pause != nil)
    }

    @Test func `A reply without a verdict clears what it disproves, and nothing else`() async throws {
        let limited = ScriptedModel.Answer.failure(.init(code: .rateLimited, message: "No."))
        let answers: [ScriptedModel.Answer] =
            Array(repeating: limited, count: 9) + [.text("prose")] + Array(repeating: limited, count: 9)
            + Array(repeating: .text("prose"), count: 4)
        let fixture = try GateFixture(ScriptedModel { _, index in answers[index] })
        for _ in 0..<(answers.count - 1) { _ = await fixture.grade() }
        #expect(fixture.gate.pause == nil)
        // Rate limits between do not clear the count of replies that cannot be read.
        _ = await fixture.grade()
        #expect(fixture.gate.pause?.reason == .unparseable)
    }

    @Test func `Timeouts and outages neither pause nor clear`() async throws {
        let outage = ScriptedModel.Answer.failure(.init(code: .unavailable, message: "Away."))
        let fixture = try GateFixture(ScriptedModel { _, index in index < 30 ? outage : .text("prose") })
        for _ in 0..<34 { _ = await fixture.grade() }
        #expect(fixture.gate.pause == nil)
        _ = await fixture.grade()
        #expect(fixture.gate.pause?.reason == .unparseable)
    }

    @Test func `After the time one probe is let through, and its success ends the pause`() async throws {
        let isBroken = Atomic(true)
        let model = ScriptedModel { _, _ in
            isBroken.load(ordering: .relaxed)
                ? .failure(.init(code: .unauthorized, message: "No.")) : Self.verdict
        }
        let fixture = try GateFixture(model)
        _ = await fixture.grade()
        isBroken.store(false, ordering: .relaxed)
        fixture.clock.advance(by: .microseconds(59_999_999))
        #expect(await fixture.grade().failure?.code == .auth)
        #expect(model.requests.count == 1)
        fixture.clock.advance(by: .microseconds(1))
        #expect(await fixture.grade().grade?.value == .numeric(1))
        #expect(fixture.gate.pause == nil)
        #expect(await fixture.grade().grade != nil)
        #expect(fixture.heard.words == ["tone paused auth", "tone resumed auth by probe"])
    }

    @Test func `Each probe that fails doubles the pause, up to an hour, without another word`() async throws {
        let model = ScriptedModel(.failure(.init(code: .unauthorized, message: "No.")))
        let fixture = try GateFixture(model)
        _ = await fixture.grade()
        var lengths: [Duration] = []
        for _ in 0..<8 {
            let length = try #require(fixture.gate.pause).until - fixture.clock.now()
            lengths.append(length)
            fixture.clock.advance(by: length)
            let refusal = try #require(await fixture.grade().failure)
            #expect(refusal.isTransient && refusal.code == .auth)
        }
        #expect(lengths == [60, 120, 240, 480, 960, 1_920, 3_600, 3_600].map { .seconds($0) })
        #expect(model.requests.count == 9)
        #expect(fixture.heard.words == ["tone paused auth"])
        #expect(fixture.gate.pause?.failures == 9)
    }

    @Test func `While the probe is under way the others are told to come later`() async throws {
        let model = HeldModel()
        let fixture = try GateFixture(model)
        model.answer(.failure(.init(code: .unauthorized, message: "No.")))
        _ = await fixture.grade()
        fixture.clock.advance(by: .seconds(60))
        model.hold()
        async let probe = fixture.grade()
        await model.waitForHeld()
        let refusal = try #require(await fixture.grade("other").failure)
        #expect(refusal.message.contains("being tried now"))
        let wait = try #require(refusal.retryAfter)
        #expect(wait >= .seconds(15) && wait <= .seconds(21))
        #expect(fixture.gate.pause?.isProbing == true)
        model.release(Self.verdict)
        #expect(await probe.grade != nil)
        #expect(await fixture.grade("other").grade != nil)
    }

    @Test func `A probe that is cut off leaves its place to the next`() async throws {
        let model = HeldModel()
        let fixture = try GateFixture(model)
        model.answer(.failure(.init(code: .unauthorized, message: "No.")))
        _ = await fixture.grade()
        fixture.clock.advance(by: .seconds(60))
        model.hold()
        let probe = Task { await fixture.grade() }
        await model.waitForHeld()
        probe.cancel()
        model.release(.failure(.init(code: .cancelled, message: "Stopped.")))
        _ = await probe.value
        #expect(fixture.gate.pause?.isProbing == false)
        #expect(await fixture.grade().grade != nil)
    }

    @Test func `A probe that finds another fault ends the pause when it disproves the cause`() async throws {
        let answers: [ScriptedModel.Answer] = [.failure(.init(code: .unauthorized, message: "No.")), .text("prose")]
        let fixture = try GateFixture(ScriptedModel { _, index in answers[min(index, 1)] })
        _ = await fixture.grade()
        fixture.clock.advance(by: .seconds(60))
        #expect(await fixture.grade().failure?.code == .unparseable)
        #expect(fixture.gate.pause == nil)
        // That reply was the first of five.
        for _ in 0..<3 { _ = await fixture.grade() }
        #expect(fixture.gate.pause == nil)
        _ = await fixture.grade()
        #expect(fixture.gate.pause?.reason == .unparseable)
    }

    @Test func `A longer time that the provider names is waited for`() async throws {
        let failure = ChatModelError(code: .rateLimited, message: "No.", retryAfter: .seconds(600))
        let fixture = try GateFixture(ScriptedModel(.failure(failure)))
        for _ in 0..<10 { _ = await fixture.grade() }
        let pause = try #require(fixture.gate.pause)
        #expect(pause.until - pause.since == .seconds(600))
    }

    @Test func `Many calls at once count one by one, and all of them are spared`() async throws {
        let model = ScriptedModel(.failure(.init(code: .quotaExhausted, message: "No.")))
        let fixture = try GateFixture(model)
        let failures = await withTaskGroup(of: GradeFailure?.self) { group in
            for index in 0..<200 { group.addTask { await fixture.grade("t-\(index)").failure } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(failures.allSatisfy { $0?.isTransient == true && $0?.code == .budget })
        #expect(fixture.heard.words == ["tone paused quota"])
        #expect(model.requests.count >= 3)
        let asked = model.requests.count
        _ = await fixture.grade()
        #expect(model.requests.count == asked)
    }

    @Test func `What was asked before a pause, and ends in it, neither ends nor lengthens it`() async throws {
        let model = HeldModel()
        let fixture = try GateFixture(model)
        model.hold()
        async let early = fixture.grade("early")
        await model.waitForHeld()
        model.answer(.failure(.init(code: .unauthorized, message: "No.")))
        _ = await fixture.grade()
        let pause = fixture.gate.pause
        #expect(pause != nil)
        model.release(Self.verdict)
        #expect(await early.grade != nil, "a verdict is a verdict")
        #expect(fixture.gate.pause == pause)
    }

    @Test func `A limit left out never pauses`() async throws {
        let policy = PausePolicy(limits: [.quota: 3])
        let model = ScriptedModel(.failure(.init(code: .unauthorized, message: "No.")))
        let fixture = try GateFixture(model, policy: policy)
        for _ in 0..<20 { #expect(try #require(await fixture.grade().failure).isTransient == false) }
        #expect(model.requests.count == 20)
    }

    @Test func `Retired gates say that their judges are asked again, and no more after that`() async throws {
        let model = ScriptedModel(.failure(.init(code: .unauthorized, message: "No.")))
        let fixture = try GateFixture(model)
        _ = await fixture.grade()
        fixture.gates.retire()
        #expect(fixture.heard.words == ["tone paused auth", "tone resumed auth by reload"])
        fixture.clock.advance(by: .seconds(60))
        _ = await fixture.grade()
        #expect(fixture.heard.words.count == 2)
    }

    @Test func `Those that wait for one pause come back spread over a tenth of it`() async throws {
        let fixture = try GateFixture(ScriptedModel(.failure(.init(code: .unauthorized, message: "No."))))
        _ = await fixture.grade()
        var waits: [Duration] = []
        for index in 0..<200 { waits.append(try #require(await fixture.grade("t-\(index)").failure?.retryAfter)) }
        #expect(waits.allSatisfy { $0 >= .seconds(60) && $0 < .seconds(66) })
        #expect(waits.count { $0 < .seconds(61) } < 60)
        #expect(waits.count { $0 >= .seconds(65) } > 10)
        #expect(await fixture.grade("t-7").failure?.retryAfter == waits[7])
    }
}
