import ChatModels
import Evaluation
import Judges
import TestSupport
import Testing
import Timing

/// Pauses whose probe fails by a reason that is switched off.
struct UnwatchedReasonTests {
    private static let limited = ScriptedModel.Answer.failure(.init(code: .rateLimited, message: "No."))

    @Test func `A probe that fails by a reason that never pauses ends the pause`() async throws {
        let model = ScriptedModel { _, index in
            index == 0 ? .failure(.init(code: .unauthorized, message: "No.")) : Self.limited
        }
        let fixture = try GateFixture(model, policy: PausePolicy(limits: [.auth: 1]))
        _ = await fixture.grade()
        #expect(fixture.gate.pause?.reason == .auth)
        fixture.clock.advance(by: .seconds(60))
        #expect(await fixture.grade().failure?.code == .rateLimited)
        #expect(fixture.gate.pause == nil)
        #expect(fixture.heard.words == ["tone paused auth", "tone resumed auth by probe"])
    }

    @Test func `A pause for want of readable verdicts goes on as it was, with its reason`() async throws {
        let model = ScriptedModel { _, index in index == 0 ? .text("prose") : Self.limited }
        let fixture = try GateFixture(model, policy: PausePolicy(limits: [.unparseable: 1]))
        _ = await fixture.grade()
        fixture.clock.advance(by: .seconds(60))
        _ = await fixture.grade()
        let pause = try #require(fixture.gate.pause)
        #expect(pause.reason == .unparseable)
        #expect(pause.failures == 1)
        #expect(pause.until == fixture.clock.now() + .seconds(60))
        #expect(fixture.heard.words == ["tone paused unparseable"])
    }
}
